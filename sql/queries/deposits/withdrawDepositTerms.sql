select s.*, m.standing as "!state", refused(m.problem) as "!problem"
from deposit_terms_withdraw(:'id'::uuid, :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral deposit_terms_card(m.moved, :'today'::date) s on true
