select c.*, refused(m.problem) as "!problem"
from daily_check_make(:'new_id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('area', :'area_masked'::text, 'checked', :'checked_masked'::text, 'note', :'note_masked'::text)),
    :'role', :'now'::timestamptz, :'today'::date) m
left join lateral daily_check_card(m.id) c on m.problem is null
