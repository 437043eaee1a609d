select c.*
from whistle_call_cards c
where true
  and c.state = any(:'state'::text[]) -- if state
  and c.result = any(:'result'::text[]) -- if result
  and c.complaint_id = :'complaint_id'::uuid -- if complaint_id
  and c.whistle_id = :'whistle_id'::uuid -- if whistle_id
  and c."department.id" = :'department_id'::uuid -- if department_id
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and c.community_code = any(:'community_code'::text[]) -- if community_code
  and c.overdue = :'overdue'::boolean -- if overdue
  and c.asked_at >= :'asked_from'::timestamptz -- if asked_from
  and c.asked_at < :'asked_before'::timestamptz -- if asked_before
  and (c.asked_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-asked_at
  and (c.asked_at, c.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=asked_at
order by c.asked_at desc, c.id desc -- if sort=-asked_at
order by c.asked_at, c.id -- if sort=asked_at
limit :'limit'::bigint -- if limit
