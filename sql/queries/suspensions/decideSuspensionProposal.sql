select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from suspension_decide(:'id'::uuid, :'decision'::text, :'reason_masked'::text, :'valid_from'::date, :'valid_to'::date, :'new_id'::uuid, :'now'::timestamptz, :'today'::date) m
left join lateral suspension_card(m.id) c on m.problem is null
