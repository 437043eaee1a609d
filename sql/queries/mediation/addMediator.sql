select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from mediator_add(:'new_id'::uuid, :'id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('qualification', :'qualification_masked'::text)), :'now'::timestamptz, :'today'::date) m
left join lateral mediator_card(m.id) c on m.problem is null
