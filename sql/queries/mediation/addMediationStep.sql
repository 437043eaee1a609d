select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from mediation_step(:'new_id'::uuid, :'id'::uuid, :'body'::jsonb || jsonb_build_object('note', :'note_masked'::text), :'role', :'now'::timestamptz, :'today'::date) m
left join lateral mediation_step_card(m.id) c on m.problem is null
