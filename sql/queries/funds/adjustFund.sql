select c.*, refused(m.problem) as "!problem", m.standing as "!state", m.faults as "!faults"
from fund_adjust(:'id'::uuid, :'new_id'::uuid, :'purpose', :'direction', :'amount'::numeric, :'basis_masked', :'now'::timestamptz) m
left join lateral fund_adjustment_card(m.id) c on m.problem is null
