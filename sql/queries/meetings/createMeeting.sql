select c.*, refused(m.problem) as "!problem"
from meeting_make(:'new_id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('title', :'title_masked'::text, 'place', :'place_masked'::text, 'convener', :'convener_masked'::text,
    'convener_title', :'convener_title_masked'::text, 'agenda', :'agenda_masked'::text, 'minutes', :'minutes_masked'::text)), :'now'::timestamptz) m
left join lateral meeting_card(m.id) c on m.problem is null
