select c.*, refused(m.problem) as "!problem"
from body_assessment_make(:'new_id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('reason', :'reason_masked'::text)), :'now'::timestamptz, :'today'::date) m
left join lateral body_assessment_card(m.id) c on m.problem is null
