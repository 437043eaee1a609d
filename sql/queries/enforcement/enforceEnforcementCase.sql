select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from enforcement_move(:'id'::uuid, 'enforce', :'role', :'client', :'now'::timestamptz, :'at'::timestamptz, :'note_masked', jsonb_build_object('outcome', :'outcome'::text)) m
left join lateral enforcement_card(m.id) c on m.problem is null
