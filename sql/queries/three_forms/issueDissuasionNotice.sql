select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from three_form_move(:'id'::uuid, 'notice', :'client', :'now'::timestamptz, null, :'notice_masked', :'rectify_by'::date) m
left join lateral three_form_card(m.id) c on m.problem is null
