select c.*
from maintenance_application_cards c
where true
  and c.state = any(:'state'::text[]) -- if state
  and c.item = any(:'item'::text[]) -- if item
  and c.estate_id = :'estate_id'::uuid -- if estate_id
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and (c.proposed_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.proposed_at desc, c.id desc -- if sort=-proposed_at
limit :'limit'::bigint -- if limit
