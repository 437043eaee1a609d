select s.*
from sla_policies p
cross join lateral sla_policy_card(p) s
where p.id = :'id'::uuid
