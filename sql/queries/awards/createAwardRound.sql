select c.*, refused(m.problem) as "!problem"
from award_round_create(:'new_id'::uuid, :'body'::jsonb, :'now'::timestamptz) m
left join lateral award_round_card(m.id) c on m.problem is null
