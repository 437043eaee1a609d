select v.position, s.scheme_id as "scheme.id", s.scheme_code as "scheme.code", s.scheme_number as "scheme.number", s.as_of, v.indicator, v.title_zh, v.title_en, v.unit, v.street_code,
    d.name as street_name, v.binding, v.form, v.direction, v.hard, v.numerator, v.denominator, v.rate, v.target, v.target_most, v.due_on, v.required, v.gap, v.next_target, v.next_due_on,
    v.next_required, v.next_gap, v.compared_on, v.compared_rate, v.change, v.state
from target_snapshot_values v
join target_snapshots s on s.district_code = v.district_code and s.id = v.snapshot_id
left join divisions d on d.code = v.street_code
where must_exist(exists (select from target_snapshots k where k.district_code = :'district' and k.id = :'id'::uuid)) and v.district_code = :'district' and v.snapshot_id = :'id'::uuid
  and v.indicator = any(:'indicator'::text[]) -- if indicator
  and v.unit = :'unit'::text -- if unit
  and v.street_code = any(:'street_code'::text[]) -- if street_code
  and v.state = any(:'state'::text[]) -- if state
  and v.binding = :'binding'::boolean -- if binding
  and v.position > :'after_key'::bigint -- if cursor
order by v.position -- if sort=position
limit :'limit'::bigint -- if limit
