select c.*, m.standing as "!state", refused(m.problem) as "!problem"
from target_scheme_withdraw(:'id'::uuid, :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral target_scheme_card(m.moved, :'today'::date) c on true
