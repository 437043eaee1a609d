select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from body_assessment_object(:'new_id'::uuid, :'id'::uuid, :'body'::jsonb || jsonb_build_object('grounds', :'grounds_masked'::text), :'now'::timestamptz, :'role') m
left join lateral body_objection_card(m.id) c on m.problem is null
