select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from ranking_publish(:'id'::uuid, :'now'::timestamptz) m
left join lateral ranking_card(m.id) c on m.problem is null
