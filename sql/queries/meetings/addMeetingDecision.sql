select c.*, c.state = 'open' and c.due_on < :'today'::date as overdue, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from meeting_decide(:'new_id'::uuid, :'id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('decision', :'decision_masked'::text, 'responsible', :'responsible_masked'::text,
    'person', :'person_masked'::text)), :'now'::timestamptz, :'today'::date) m
left join lateral meeting_decision_card(m.id) c on m.problem is null
