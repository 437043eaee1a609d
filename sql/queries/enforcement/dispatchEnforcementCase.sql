select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from enforcement_move(:'id'::uuid, 'dispatch', :'role', :'client', :'now'::timestamptz, :'at'::timestamptz, :'note_masked',
    jsonb_build_object('leader', :'leader_masked'::text, 'departments', :'department_ids'::jsonb)) m
left join lateral enforcement_card(m.id) c on m.problem is null
