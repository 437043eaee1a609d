select c.*
from body_objection_cards c
where true
  and c.assessment_id = :'assessment_id'::uuid -- if assessment_id
  and c.state = any(:'state'::text[]) -- if state
  and c.body_code = any(:'body_code'::text[]) -- if body_code
  and (c.raised_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.raised_at desc, c.id desc -- if sort=-raised_at
limit :'limit'::bigint -- if limit
