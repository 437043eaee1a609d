insert into attachment_chunks (district_code, attachment_id, seq, bytes)
values (:'district', :'id'::uuid, :'seq'::integer, :'bytes'::bytea)
returning seq
