select f.id, f.name, f.media, f.bytes, f.sha256, case when f.id is not null and e.expires_at > :'now'::timestamptz then 'done' when e.state = 'done' then 'expired' else e.state end as state
from exports e
left join stored_files f on f.district_code = e.district_code and f.id = e.file_id
where e.district_code = :'district' and e.id = :'id'::uuid
