select a.*
from committee_account_cards a
where must_exist(exists (select from owners_committees c where c.district_code = :'district' and c.id = :'id'::uuid)) and a.committee_id = :'id'::uuid
  and (a.opened_on, a.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by a.opened_on desc, a.id desc -- if sort=-opened_on
limit :'limit'::bigint -- if limit
