select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from body_objection_answer(:'id'::uuid, :'body'::jsonb || jsonb_build_object('answer', :'answer_masked'::text), :'now'::timestamptz) m
left join lateral body_objection_card(m.id) c on m.problem is null
