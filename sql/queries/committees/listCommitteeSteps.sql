select s.*
from committee_step_cards s
where must_exist(exists (select from owners_committees c where c.district_code = :'district' and c.id = :'id'::uuid)) and s.committee_id = :'id'::uuid
  and s.subject = any(:'subject'::text[]) -- if subject
  and s.action = any(:'action'::text[]) -- if action
  and (s.created_at, s.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by s.created_at desc, s.id desc -- if sort=-created_at
limit :'limit'::bigint -- if limit
