select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from maintenance_move(:'id'::uuid, case :'decision' when 'approved' then 'approve' else 'refuse' end, :'reason_masked', null, null, :'now'::timestamptz, :'today'::date) m
left join lateral maintenance_application_card(m.id) c on m.problem is null
