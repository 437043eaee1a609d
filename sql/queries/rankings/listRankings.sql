select c.*
from ranking_cards c
where true
  and c.list = :'list'::text -- if list
  and c.quarter = :'quarter'::text -- if quarter
  and c.state = any(:'state'::text[]) -- if state
  and (c.frozen_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.frozen_at desc, c.id desc -- if sort=-frozen_at
limit :'limit'::bigint -- if limit
