select c.*, refused(m.problem) as "!problem"
from disclosure_make(:'new_id'::uuid, :'id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('location', :'location_masked'::text, 'content', :'content_masked'::text)), :'role',
    :'now'::timestamptz, :'today'::date) m
left join lateral disclosure_card(m.id) c on m.problem is null
