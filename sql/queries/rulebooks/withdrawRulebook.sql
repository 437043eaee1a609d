select s.*, (m.moved).document, m.standing as "!state", refused(m.problem) as "!problem"
from credit_rulebook_withdraw(:'id'::uuid, :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral credit_rulebook_card(m.moved, :'today'::date) s on true
