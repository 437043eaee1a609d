select c.bytes
from stored_file_chunks c
where c.district_code = :'district' and c.file_id = :'id'::uuid and c.seq = :'seq'::integer
