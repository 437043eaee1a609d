select c.*
from suspension_cards c
where true
  and c.kind = :'kind'::text -- if kind
  and c.cause = any(:'cause'::text[]) -- if cause
  and c.quarter = :'quarter'::text -- if quarter
  and c."firm.id" = :'firm_id'::uuid -- if firm_id
  and c.state = any(:'state'::text[]) -- if state
  and c.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and (c.proposed_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.proposed_at desc, c.id desc -- if sort=-proposed_at
limit :'limit'::bigint -- if limit
