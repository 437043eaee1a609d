select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from award_round_move(:'id'::uuid, 'publish', null, :'now'::timestamptz, :'today'::date) m
left join lateral award_round_card(m.id) c on m.problem is null
