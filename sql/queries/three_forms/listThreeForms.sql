select c.*
from three_form_cards c
where true
  and c.state = any(:'state'::text[]) -- if state
  and c.category = any(:'category'::text[]) -- if category
  and c."estate.id" = :'estate_id'::uuid -- if estate_id
  and c."firm.id" = :'firm_id'::uuid -- if firm_id
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and c.community_code = any(:'community_code'::text[]) -- if community_code
  and c.found_at >= :'found_from'::timestamptz -- if found_from
  and c.found_at < :'found_before'::timestamptz -- if found_before
  and (c.found_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-found_at
  and (c.found_at, c.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=found_at
order by c.found_at desc, c.id desc -- if sort=-found_at
order by c.found_at, c.id -- if sort=found_at
limit :'limit'::bigint -- if limit
