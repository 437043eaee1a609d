-- Of one whose content is there.
select a.id, a.media, a.bytes, a.sha256, a.file_name
from attachment_cards a
where a.district_code = :'district' and a.id = :'id'::uuid and a.state <> 'removed'
