select r.*
from committee_review_cards r
where must_exist(exists (select from owners_committees c where c.district_code = :'district' and c.id = :'id'::uuid)) and r.committee_id = :'id'::uuid
  and (r.held_on, r.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by r.held_on desc, r.id desc -- if sort=-held_on
limit :'limit'::bigint -- if limit
