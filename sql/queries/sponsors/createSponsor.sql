select c.*, refused(m.problem) as "!problem"
from sponsor_make(:'new_id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('unit', :'unit_masked'::text)), :'now'::timestamptz, :'today'::date) m
left join lateral sponsor_card(m.id) c on m.problem is null
