select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from motion_voters_add(:'id'::uuid, :'voters'::jsonb, :'anew'::boolean, :'now'::timestamptz) m
left join lateral motion_card(m.id) c on m.problem is null
