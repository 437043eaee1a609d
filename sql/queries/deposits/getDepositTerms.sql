select s.*
from deposit_terms t
cross join lateral deposit_terms_card(t, :'today'::date) s
where t.id = :'id'::uuid
