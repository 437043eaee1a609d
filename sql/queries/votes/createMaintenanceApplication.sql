select c.*, refused(m.problem) as "!problem"
from maintenance_make(:'new_id'::uuid, :'body'::jsonb || jsonb_build_object('title', :'title_masked'::text, 'reason', :'reason_masked'::text), :'now'::timestamptz, :'today'::date) m
left join lateral maintenance_application_card(m.id) c on m.problem is null
