select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from suspension_lift(:'id'::uuid, :'reason_masked'::text, :'lifted_from'::date, :'new_id'::uuid, :'now'::timestamptz, :'today'::date) m
left join lateral suspension_card(m.id) c on m.problem is null
