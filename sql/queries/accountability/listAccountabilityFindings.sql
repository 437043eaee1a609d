select f.*
from accountability_findings f
where true
  and f.kind = any(:'kind'::text[]) -- if kind
  and f."department.id" = :'department_id'::uuid -- if department_id
  and f.street_code = any(:'street_code'::text[]) -- if street_code
  and f.community_code = any(:'community_code'::text[]) -- if community_code
  and (f.record_id is not null) = :'recorded'::boolean -- if recorded
  and (f.due_at, f.key) < (:'after_key'::timestamptz, :'after_id'::text) -- if cursor, sort=-due_at
  and (f.due_at, f.key) > (:'after_key'::timestamptz, :'after_id'::text) -- if cursor, sort=due_at
order by f.due_at desc, f.key desc -- if sort=-due_at
order by f.due_at, f.key -- if sort=due_at
limit :'limit'::bigint -- if limit
