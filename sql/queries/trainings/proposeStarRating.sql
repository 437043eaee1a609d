select c.*, refused(m.problem) as "!problem"
from star_propose(:'new_id'::uuid, :'body'::jsonb || jsonb_build_object('grounds', :'grounds_masked'::text), :'role', :'now'::timestamptz) m
left join lateral star_rating_card(m.id) c on m.problem is null
