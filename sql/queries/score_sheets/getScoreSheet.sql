select c.*
from score_sheets s
cross join lateral score_sheet_card(s, :'today'::date) c
where s.id = :'id'::uuid
