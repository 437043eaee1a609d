select c.*, refused(m.problem) as "!problem"
from honour_enter(:'new_id'::uuid, :'body'::jsonb, :'grantor_masked', :'now'::timestamptz, :'today'::date) m
left join lateral honour_card(m.id) c on m.problem is null
