select c.*, refused(m.problem) as "!problem"
from watch_make(:'new_id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('reason', :'reason_masked'::text, 'responsible_unit', :'responsible_unit_masked'::text,
    'responsible_person', :'responsible_person_masked'::text)), :'now'::timestamptz, :'today'::date) m
left join lateral watch_card(m.id) c on m.problem is null
