select s.*, b.document
from subsidy_schemes b
cross join lateral subsidy_scheme_card(b, :'today'::date) s
where b.id = :'id'::uuid
