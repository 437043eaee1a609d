select c.*, refused(m.problem) as "!problem"
from exposure_make(:'new_id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('media', :'media_masked'::text, 'title', :'title_masked'::text, 'summary', :'summary_masked'::text)),
    :'now'::timestamptz, :'today'::date) m
left join lateral exposure_card(m.id) c on m.problem is null
