select a.id, a.at, a.user_id, a.user_name, a.role, a.operation, a.target, a.reason, a.remote, a.request_id, a.detail
from audit_log a
where a.district_code = :'district'
  and a.user_id = :'actor_id'::uuid -- if actor_id
  and a.operation = any(:'operation'::text[]) -- if operation
  and a.target = :'target'::text -- if target
  and a.at >= :'at_from'::timestamptz -- if at_from
  and a.at < :'at_before'::timestamptz -- if at_before
  and audit_span_readable(:'at_from'::timestamptz, :'at_before'::timestamptz)
  and (a.at, a.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-at
  and (a.at, a.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=at
order by a.at desc, a.id desc -- if sort=-at
order by a.at, a.id -- if sort=at
limit :'limit'::bigint -- if limit
