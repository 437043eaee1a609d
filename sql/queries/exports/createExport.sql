select c.*, refused(m.problem) as "!problem"
from export_ask(:'new_id'::uuid, :'body'::jsonb, :'now'::timestamptz, :'today'::date) m
left join lateral export_card(m.id) c on m.problem is null
