insert into audit_log (district_code, at, id, user_id, user_name, role, operation, target, reason, remote, request_id)
values (:'district', :'now'::timestamptz, gen_random_uuid(), :'user_id'::uuid, :'name', :'role', :'operation', :'target', :'reason', :'remote', :'request_id')
