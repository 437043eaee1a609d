-- No row: the same file is there already.
insert into attachments (district_code, id, owner_kind, owner_id, media, bytes, sha256, file_name, caption, uploaded_at, uploaded_by, uploaded_by_name, uploader_role,
                         uploader_firm_id, updated_at)
values (:'district', :'id'::uuid, :'owner_kind', :'owner_id'::uuid, :'media', :'bytes'::bigint, :'digest', :'file_name', :'caption', :'now'::timestamptz,
        :'user_id'::uuid, :'user_name', :'role', :'firm'::uuid, :'now'::timestamptz)
on conflict do nothing
returning id
