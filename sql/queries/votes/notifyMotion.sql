select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from motion_move(:'id'::uuid, 'notify', null, :'now'::timestamptz, :'today'::date) m
left join lateral motion_card(m.id) c on m.problem is null
