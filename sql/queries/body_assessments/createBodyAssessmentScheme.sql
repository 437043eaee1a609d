select c.*, refused(m.problem) as "!problem"
from body_assessment_scheme_draft(:'new_id'::uuid, :'body'::jsonb, :'now'::timestamptz) m
left join lateral body_assessment_scheme_card(m.moved, :'today'::date) c on true
