select c.*, refused(m.problem) as "!problem"
from reporting_duty_make(:'new_id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('content', :'content_masked'::text, 'source', :'source_masked'::text)),
    :'now'::timestamptz, :'today'::date) m
left join lateral reporting_duty_card(m.id) c on m.problem is null
