-- Without their plans.
select c.*
from campaign_cards c
where true
  and c.state = any(:'state'::text[]) -- if state
  and c.year = :'year'::integer -- if year
  and c.code = :'code'::text -- if code
  and c.template = :'template'::text -- if template
  and c.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and (c.created_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.created_at desc, c.id desc -- if sort=-created_at
limit :'limit'::bigint -- if limit
