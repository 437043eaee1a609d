select c.*, refused(m.problem) as "!problem", m.standing as "!state", m.faults as "!faults"
from fund_close(:'id'::uuid, :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral fund_card(m.id) c on m.problem is null
