select c.*, refused(m.problem) as "!problem"
from training_make(:'new_id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('title', :'title_masked'::text, 'place', :'place_masked'::text, 'organiser', :'organiser_masked'::text)), :'now'::timestamptz) m
left join lateral training_card(m.id) c on m.problem is null
