select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from three_form_move(:'id'::uuid, 'report', :'client', :'now'::timestamptz, null, :'report_masked', null,
    array(select jsonb_array_elements_text(:'to_units'::jsonb))) m
left join lateral three_form_card(m.id) c on m.problem is null
