select c.*
from inspection_sheets s
cross join lateral inspection_sheet_card(s, :'today'::date) c
where s.id = :'id'::uuid
