select c.*
from exchange_month_cards c
where true
  and c.month = :'month'::text -- if month
  and c.state = any(:'state'::text[]) -- if state
  and (c.month, c.id) < (:'after_key'::text, :'after_id'::uuid) -- if cursor
order by c.month desc, c.id desc -- if sort=-month
limit :'limit'::bigint -- if limit
