select c.*, refused(m.problem) as "!problem"
from mediation_body_make(:'new_id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('funding', :'funding_masked'::text, 'venue', :'venue_masked'::text)), :'now'::timestamptz, :'today'::date) m
left join lateral mediation_body_card(m.id) c on m.problem is null
