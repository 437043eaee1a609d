select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from three_form_move(:'id'::uuid, case :'outcome' when 'effective' then 'settle' else 'fail' end, :'client', :'now'::timestamptz, :'at'::timestamptz, :'note_masked') m
left join lateral three_form_card(m.id) c on m.problem is null
