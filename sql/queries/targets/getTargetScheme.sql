select c.*
from target_schemes s
cross join lateral target_scheme_card(s, :'today'::date) c
where s.id = :'id'::uuid
