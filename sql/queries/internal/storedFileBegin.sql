insert into stored_files (district_code, id, name, media, open_to, user_id, created_at, expires_at)
values (:'district', :'id'::uuid, :'name', :'media', :'open_to'::text[], :'user_id'::uuid, :'now'::timestamptz, :'expires_at'::timestamptz)
returning id
