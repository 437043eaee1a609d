select c.*
from dismissal_order_cards c
where true
  and c.entry_id = :'entry_id'::uuid -- if entry_id
  and c."firm.id" = :'firm_id'::uuid -- if firm_id
  and c."estate.id" = :'estate_id'::uuid -- if estate_id
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and coalesce(c.executor_now, c.executor) = :'executor'::text -- if executor
  and c.state = any(:'state'::text[]) -- if state
  and c.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and (c.created_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.created_at desc, c.id desc -- if sort=-created_at
limit :'limit'::bigint -- if limit
