select c.*, refused(m.problem) as "!problem"
from target_scheme_draft(:'new_id'::uuid, :'body'::jsonb, :'now'::timestamptz) m
left join lateral target_scheme_card(m.moved, :'today'::date) c on true
