insert into stored_file_chunks (district_code, file_id, seq, bytes)
values (:'district', :'id'::uuid, :'seq'::integer, :'bytes'::bytea)
