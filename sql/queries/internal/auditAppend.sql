-- Goes with every write, in its transaction; a statement that touched nothing has no transaction id, one that was refused says so (refused()), and
-- neither leaves a row. A statement that may have
-- touched another thing than the new one says so in wuye.target.
insert into audit_log (district_code, at, id, user_id, user_name, role, operation, target, reason, remote, request_id, detail)
select :'district'::text, greatest(:'now'::timestamptz, audit_open_from(:'district'::text)), gen_random_uuid(), :'user_id'::uuid, :'name'::text, :'role'::text, :'operation'::text,
       coalesce(nullif(current_setting('wuye.target', true), ''), :'target'::text),
       :'reason'::text, :'remote'::text, :'request_id'::text, :'detail'::jsonb
where pg_current_xact_id_if_assigned() is not null and coalesce(current_setting('wuye.refused', true), '') = ''
