select c.*, refused(m.problem) as "!problem", m.standing as "!state", m.faults as "!faults"
from fund_adjustment_decide(:'id'::uuid, :'decision', :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral fund_adjustment_card(m.id) c on m.problem is null
