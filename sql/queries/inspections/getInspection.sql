select c.*
from inspections i
cross join lateral inspection_card(i.id) c
where i.district_code = :'district' and i.id = :'id'::uuid
