select c.*
from export_cards c
where c."!district" = :'district'
  and c.state = any(:'state'::text[]) -- if state
  and (c.created_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.created_at desc, c.id desc -- if sort=-created_at
limit :'limit'::bigint -- if limit
