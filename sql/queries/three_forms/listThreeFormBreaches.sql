select b.*
from three_form_breaches b
where true
  and b.kind = any(:'kind'::text[]) -- if kind
  and b."estate.id" = :'estate_id'::uuid -- if estate_id
  and b."firm.id" = :'firm_id'::uuid -- if firm_id
  and b.unit = any(:'unit'::text[]) -- if unit
  and b.street_code = any(:'street_code'::text[]) -- if street_code
  and b.community_code = any(:'community_code'::text[]) -- if community_code
  and (b.due_at, b.key) < (:'after_key'::timestamptz, :'after_id'::text) -- if cursor, sort=-due_at
  and (b.due_at, b.key) > (:'after_key'::timestamptz, :'after_id'::text) -- if cursor, sort=due_at
order by b.due_at desc, b.key desc -- if sort=-due_at
order by b.due_at, b.key -- if sort=due_at
limit :'limit'::bigint -- if limit
