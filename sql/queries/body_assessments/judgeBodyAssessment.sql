select c.position, c.body_code, c.body_name, c.item_code, c.item_zh, c.item_en, c.kind, c.measure, c.full_points, c.numerator, c.denominator, c.value, c.inputs, c.counted_points, c.points,
    c.left_out, c.judgements, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from body_assessment_judge(:'new_id'::uuid, :'id'::uuid, :'body'::jsonb || jsonb_build_object('unit', :'unit_masked'::text, 'reason', :'reason_masked'::text), :'now'::timestamptz) m
left join lateral body_assessment_line_card(m.id, :'body_code', :'item_code') c on m.problem is null
