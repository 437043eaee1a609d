select c.position, c.body_code, c.body_name, c.item_code, c.item_zh, c.item_en, c.kind, c.measure, c.full_points, c.numerator, c.denominator, c.value, c.inputs, c.counted_points, c.points,
    c.left_out, c.judgements
from body_assessment_line_cards c
where must_exist(exists (select from body_assessments a where a.district_code = :'district' and a.id = :'id'::uuid)) and c.district_code = :'district' and c.assessment_id = :'id'::uuid
  and c.body_code = any(:'body_code'::text[]) -- if body_code
  and c.item_code = any(:'item_code'::text[]) -- if item_code
  and (c.points is null and not c.left_out) = :'missing'::boolean -- if missing
  and c.position > :'after_key'::bigint -- if cursor
order by c.position -- if sort=position
limit :'limit'::bigint -- if limit
