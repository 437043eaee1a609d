-- Row security: of an issue and an attachment that the caller sees. What is there already is answered, and leaves no audit row, like what is refused.
select a.id, a.owner_kind, a.owner_id, a.stage, a.finding_id, a.taken_at, a.copied_from, a.media, a.bytes, a.sha256, a.file_name, a.caption, a.state, a.uploaded_at, a.uploader_role, a.uploaded_by_name,
       a.released_at, a.released_by_name, a.withdrawn_at, a.withdrawn_by_name, a.removed_at, a.removed_by_name, a.reason, a.version, a.updated_at,
       refused(m.problem) as "!problem", case when m.known then refused('200') end as "!status"
from (select i.id from issues i where i.district_code = :'district' and i.id = :'id'::uuid) seen
left join attachments k on k.district_code = :'district' and k.id = :'attachment_id'::uuid
cross join lateral evidence_from_complaint(seen.id, k.id, :'new_id'::uuid, :'caption_masked', :'client', :'role', :'now'::timestamptz, :'today'::date) m
left join lateral attachment_row(m.id) a on m.problem is null
