-- The file that is there already, on the caller's own side, or why this one is not taken. A firm does not see one of its own that was withdrawn.
select a.id, a.owner_kind, a.owner_id, a.stage, a.finding_id, a.taken_at, a.copied_from, a.media, a.bytes, a.sha256, a.file_name, a.caption, a.state, a.uploaded_at, a.uploader_role,
       a.uploaded_by_name, a.released_at, a.released_by_name, a.withdrawn_at, a.withdrawn_by_name, a.removed_at, a.removed_by_name, a.reason, a.version, a.updated_at, s.problem as "!problem"
from attachment_same(:'owner_kind', :'owner_id'::uuid, :'attachment_id'::uuid, :'digest', :'stage', :'finding_id'::uuid, :'firm'::uuid, :'role') s
left join attachment_cards a on a.district_code = :'district' and a.id = s.id
where s.problem is not null or a.id is not null
