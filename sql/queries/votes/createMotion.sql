select c.*, refused(m.problem) as "!problem"
from motion_make(:'new_id'::uuid, :'body'::jsonb || jsonb_build_object('title', :'title_masked'::text, 'text', :'text_masked'::text), :'now'::timestamptz, :'today'::date) m
left join lateral motion_card(m.id) c on m.problem is null
