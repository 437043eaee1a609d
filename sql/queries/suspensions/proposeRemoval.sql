select c.*, refused(m.problem) as "!problem"
from removal_propose(:'new_id'::uuid, :'body'::jsonb || jsonb_build_object('grounds', :'grounds_masked'::text), :'role'::text, :'now'::timestamptz, :'today'::date) m
left join lateral suspension_card(m.id) c on m.problem is null
