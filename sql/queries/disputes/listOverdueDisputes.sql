select d.*
from overdue_disputes d
where true
  and d.origin = any(:'origin'::text[]) -- if origin
  and d.category = any(:'category'::text[]) -- if category
  and d.state = any(:'state'::text[]) -- if state
  and d.tier = any(:'tier'::text[]) -- if tier
  and d."estate.id" = :'estate_id'::uuid -- if estate_id
  and d.street_code = any(:'street_code'::text[]) -- if street_code
  and d.community_code = any(:'community_code'::text[]) -- if community_code
  and (d.received_at, d.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=received_at
  and (d.received_at, d.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-received_at
order by d.received_at, d.id -- if sort=received_at
order by d.received_at desc, d.id desc -- if sort=-received_at
limit :'limit'::bigint -- if limit
