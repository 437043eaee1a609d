select c.*
from fund_cards c
where true
  and c.kind = any(:'kind'::text[]) -- if kind
  and c.year = :'year'::integer -- if year
  and c.state = any(:'state'::text[]) -- if state
  and (c.year, c.id) < (:'after_key'::integer, :'after_id'::uuid) -- if cursor
order by c.year desc, c.id desc -- if sort=-year
limit :'limit'::bigint -- if limit
