select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from accountability_move(:'id'::uuid, :'decision', :'role', :'client', :'now'::timestamptz, :'opinion_masked') m
left join lateral accountability_card(m.id) c on m.problem is null
