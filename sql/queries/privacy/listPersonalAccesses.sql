select l.id, l.at, l.user_id, l.user_name, l.role, l.complaint_id, l.reason, l.remote, l.request_id
from personal_access_log l
where l.district_code = :'district'
  and l.user_id = :'user_id'::uuid -- if user_id
  and l.role = any(:'role'::text[]) -- if role
  and l.complaint_id = :'complaint_id'::uuid -- if complaint_id
  and l.at >= :'at_from'::timestamptz -- if at_from
  and l.at < :'at_before'::timestamptz -- if at_before
  and audit_span_readable(:'at_from'::timestamptz, :'at_before'::timestamptz)
  and (l.at, l.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-at
  and (l.at, l.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=at
order by l.at desc, l.id desc -- if sort=-at
order by l.at, l.id -- if sort=at
limit :'limit'::bigint -- if limit
