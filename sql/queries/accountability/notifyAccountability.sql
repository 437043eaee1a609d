select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from accountability_move(:'id'::uuid, 'notify', :'role', :'client', :'now'::timestamptz, :'notice_no') m
left join lateral accountability_card(m.id) c on m.problem is null
