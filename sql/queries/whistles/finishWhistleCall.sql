select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from whistle_move(:'id'::uuid, case :'result' when 'done' then 'complete' else 'give_up' end, :'role', :'client', :'now'::timestamptz, :'at'::timestamptz, :'note_masked') m
left join lateral whistle_call_card(m.id) c on m.problem is null
