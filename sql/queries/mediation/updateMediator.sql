select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from mediator_change(:'id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('end_reason', :'end_reason_masked'::text, 'qualification', :'qualification_masked'::text)), :'if_version'::integer, :'now'::timestamptz, :'today'::date) m
left join lateral mediator_card(m.id) c on m.problem is null
