select c.*
from inspection_plans p
cross join lateral inspection_plan_card(p.id) c
where p.district_code = :'district' and p.id = :'id'::uuid
