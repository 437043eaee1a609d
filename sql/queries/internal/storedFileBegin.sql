-- A file is written for as long as it takes; meanwhile those who follow the log of steps do not wait for it.
insert into stored_files (district_code, id, name, media, open_to, user_id, created_at, expires_at)
values (:'district', :'id'::uuid, :'name', :'media', :'open_to'::text[], :'user_id'::uuid, :'now'::timestamptz, :'expires_at'::timestamptz)
returning id, events_promise_none() is null as promised
