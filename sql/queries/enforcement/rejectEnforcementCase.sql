select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from enforcement_move(:'id'::uuid, 'reject', :'role', :'client', :'now'::timestamptz, null, :'reason_masked') m
left join lateral enforcement_card(m.id) c on m.problem is null
