select i.id, i.register, i.state, i.trouble, i.dry_run, i.on_error, i.campaign_id, i.media, i.file_name, i.file_sha256, i.file_bytes,
       i.rows_read, i.rows_checked, i.rows_created, i.rows_updated, i.rows_unchanged, i.rows_refused,
       (select count(*) from import_problems p where p.district_code = i.district_code and p.import_id = i.id) as problems,
       i.user_id, i.user_name, i.started_at, i.finished_at
from imports i
where i.district_code = :'district' and i.id = :'id'::uuid
