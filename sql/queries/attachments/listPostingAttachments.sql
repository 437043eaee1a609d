-- attachment_cards is the caller's own view: sql/views/attachment.sql.
select a.id, a.owner_kind, a.owner_id, a.stage, a.finding_id, a.taken_at, a.copied_from, a.media, a.bytes, a.sha256, a.file_name, a.caption, a.state, a.uploaded_at, a.uploader_role, a.uploaded_by_name,
       a.released_at, a.released_by_name, a.withdrawn_at, a.withdrawn_by_name, a.removed_at, a.removed_by_name, a.reason, a.version, a.updated_at
from attachment_cards a
where a.district_code = :'district' and a.owner_kind = 'posting' and a.owner_id = :'id'::uuid
  and (select must_exist(exists (select from money_postings p where p.district_code = :'district' and p.id = :'id'::uuid)))
  and a.state = any(:'state'::text[]) -- if state
  and (a.uploaded_at, a.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by a.uploaded_at, a.id -- if sort=uploaded_at
limit :'limit'::bigint -- if limit
