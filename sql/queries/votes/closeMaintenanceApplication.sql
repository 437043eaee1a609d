select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from maintenance_move(:'id'::uuid, 'close', :'outcome_masked', :'used'::numeric, coalesce(:'closed_on'::date, :'today'::date), :'now'::timestamptz, :'today'::date) m
left join lateral maintenance_application_card(m.id) c on m.problem is null
