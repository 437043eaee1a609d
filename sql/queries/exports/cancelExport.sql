select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from export_cancel(:'id'::uuid, :'now'::timestamptz) m
left join lateral export_card(m.id) c on m.problem is null
