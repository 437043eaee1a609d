-- The file that is there already, on the caller's own side. A firm does not see one of its own that was withdrawn.
select a.id, a.owner_kind, a.owner_id, a.media, a.bytes, a.sha256, a.file_name, a.caption, a.state, a.uploaded_at, a.uploader_role, a.uploaded_by_name,
       a.released_at, a.released_by_name, a.withdrawn_at, a.withdrawn_by_name, a.removed_at, a.removed_by_name, a.reason, a.version, a.updated_at
from attachment_cards a
join attachments k on k.district_code = a.district_code and k.id = a.id
where a.district_code = :'district' and a.owner_kind = :'owner_kind' and a.owner_id = :'owner_id'::uuid and a.sha256 = :'digest' and a.state <> 'removed'
  and k.uploader_firm_id is not distinct from :'firm'::uuid
