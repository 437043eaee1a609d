select s.*, (m.moved).document, m.standing as "!state", refused(m.problem) as "!problem"
from subsidy_scheme_withdraw(:'id'::uuid, :'reason_masked', :'effective_to'::date, :'now'::timestamptz, :'today'::date) m
left join lateral subsidy_scheme_card(m.moved, :'today'::date) s on true
