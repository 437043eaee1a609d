select c.bytes
from attachment_chunks c
where c.district_code = :'district' and c.attachment_id = :'id'::uuid and c.seq = :'seq'::integer
