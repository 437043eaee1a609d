select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from credit_disclosure_move(:'id'::uuid, 'withdraw', :'withdrawn_on'::date, null, :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral credit_disclosure_card(m.id) c on m.problem is null
