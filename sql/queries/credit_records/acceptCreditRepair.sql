select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from credit_record_move(:'id'::uuid, 'accept_repair', :'role', :'client', :'now'::timestamptz, :'note_masked') m
left join lateral credit_record_card(m.id) c on m.problem is null
