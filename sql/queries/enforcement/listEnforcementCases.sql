select c.*
from enforcement_cards c
where true
  and c.state = any(:'state'::text[]) -- if state
  and c.route = any(:'route'::text[]) -- if route
  and c.source = any(:'source'::text[]) -- if source
  and c.category = any(:'category'::text[]) -- if category
  and c.outcome = any(:'outcome'::text[]) -- if outcome
  and c.expedited = :'expedited'::boolean -- if expedited
  and c."estate.id" = :'estate_id'::uuid -- if estate_id
  and c.complaint_id = :'complaint_id'::uuid -- if complaint_id
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and c.community_code = any(:'community_code'::text[]) -- if community_code
  and c.reported_at >= :'reported_from'::timestamptz -- if reported_from
  and c.reported_at < :'reported_before'::timestamptz -- if reported_before
  and (c.reported_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-reported_at
  and (c.reported_at, c.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=reported_at
order by c.reported_at desc, c.id desc -- if sort=-reported_at
order by c.reported_at, c.id -- if sort=reported_at
limit :'limit'::bigint -- if limit
