select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from credit_record_move(:'id'::uuid, 'dismiss', :'role', :'client', :'now'::timestamptz, :'reason_masked') m
left join lateral credit_record_card(m.id) c on m.problem is null
