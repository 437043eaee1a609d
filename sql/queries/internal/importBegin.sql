insert into imports (district_code, id, register, dry_run, on_error, media, file_name, file_sha256, file_bytes, user_id, user_name, role, firm_id, started_at, beat_at)
values (:'district', :'id'::uuid, :'register', :'dry_run'::boolean, :'on_error', :'media', :'file_name', :'file_sha256', :'file_bytes'::bigint,
        :'user_id'::uuid, :'user_name', :'role', :'firm'::uuid, :'now'::timestamptz, clock_timestamp())
