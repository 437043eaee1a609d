-- A plain insert: who finds the key taken waits for the one that took it, then replays.
insert into idempotency_keys (district_code, principal_id, operation, key, body_hash, created_at, expires_at)
values (:'district', :'user_id'::uuid, :'operation', :'key', :'body_hash', :'now'::timestamptz, :'now'::timestamptz + interval '7 days')
