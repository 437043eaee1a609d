select c.*, refused(m.problem) as "!problem", m.standing as "!state", m.faults as "!faults"
from fund_commitment_pay(:'id'::uuid, :'new_id'::uuid, :'amount'::numeric, :'booked_on'::date, :'bank_reference', :'now'::timestamptz, :'today'::date) m
left join lateral fund_commitment_card(m.id) c on m.problem is null
