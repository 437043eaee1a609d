select c.*
from accountability_cards c
where true
  and c.kind = any(:'kind'::text[]) -- if kind
  and c.state = any(:'state'::text[]) -- if state
  and c.complaint_id = :'complaint_id'::uuid -- if complaint_id
  and c."department.id" = :'department_id'::uuid -- if department_id
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and c.community_code = any(:'community_code'::text[]) -- if community_code
  and c.proposed_at >= :'proposed_from'::timestamptz -- if proposed_from
  and c.proposed_at < :'proposed_before'::timestamptz -- if proposed_before
  and (c.proposed_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-proposed_at
  and (c.proposed_at, c.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=proposed_at
order by c.proposed_at desc, c.id desc -- if sort=-proposed_at
order by c.proposed_at, c.id -- if sort=proposed_at
limit :'limit'::bigint -- if limit
