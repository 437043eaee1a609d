select k.*, refused(s.problem) as "!problem", s.faults as "!faults"
from rule_set(:'new_id'::uuid, :'name', :'subject', :'value'::numeric, :'unit', :'basis_masked', :'effective_from'::date, :'today'::date, :'now'::timestamptz) s
left join lateral rule_card(s.made) k on true
