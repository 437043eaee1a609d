select c.*, refused(m.problem) as "!problem"
from inspector_make(:'new_id'::uuid, jsonb_strip_nulls(jsonb_build_object('name', :'name'::text, 'unit', :'unit'::text, 'unit_name', :'unit_name'::text, 'street_code', :'street_code'::text,
    'specialities', :'specialities'::jsonb, 'user_id', :'user_id'::uuid, 'valid_from', :'valid_from'::date)), :'now'::timestamptz, :'today'::date) m
left join lateral inspector_card(m.id) c on m.problem is null
