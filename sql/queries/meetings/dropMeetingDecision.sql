select c.*, c.state = 'open' and c.due_on < :'today'::date as overdue, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from meeting_decision_end(:'id'::uuid, 'dropped', :'today'::date, :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral meeting_decision_card(m.id) c on m.problem is null
