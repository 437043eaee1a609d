select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from draw_move(:'id'::uuid, 'cancel', null, :'reason_masked', :'now'::timestamptz) m
left join lateral draw_card(m.id) c on m.problem is null
