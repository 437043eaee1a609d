select c.*
from body_assessment_schemes s
cross join lateral body_assessment_scheme_card(s, :'today'::date) c
where s.id = :'id'::uuid
