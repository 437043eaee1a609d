-- No row: the same file is there already, or its matter is over (attachmentSame tells which).
insert into attachments (district_code, id, owner_kind, owner_id, stage, finding_id, taken_at, media, bytes, sha256, file_name, caption, uploaded_at, uploaded_by, uploaded_by_name,
                         uploader_role, uploader_firm_id, updated_at)
select :'district', :'id'::uuid, :'owner_kind', :'owner_id'::uuid, :'stage', :'finding_id'::uuid, :'taken_at'::timestamptz, :'media', :'bytes'::bigint, :'digest', :'file_name', :'caption',
       :'now'::timestamptz, :'user_id'::uuid, :'user_name', :'role', :'firm'::uuid, :'now'::timestamptz
where :'role' = 'district' or not evidence_over(:'owner_kind', :'owner_id'::uuid)
on conflict do nothing
returning id
