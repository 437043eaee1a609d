select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from enforcement_move(:'id'::uuid, 'feedback', :'role', :'client', :'now'::timestamptz, :'at'::timestamptz, :'note_masked') m
left join lateral enforcement_card(m.id) c on m.problem is null
