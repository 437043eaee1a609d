select c.*
from criticism_notice_cards c
where true
  and c.state = any(:'state'::text[]) -- if state
  and c.body_code = any(:'body_code'::text[]) -- if body_code
  and c.cause = any(:'cause'::text[]) -- if cause
  and c.overdue = :'overdue'::boolean -- if overdue
  and c.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and (c.proposed_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.proposed_at desc, c.id desc -- if sort=-proposed_at
limit :'limit'::bigint -- if limit
