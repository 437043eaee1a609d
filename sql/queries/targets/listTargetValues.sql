select t.*, d.name as street_name
from (
    select (row_number() over (order by s.code, v.position))::integer as position, s.id as "scheme.id", s.code as "scheme.code", s.number as "scheme.number",
        coalesce(:'as_of'::date, :'today'::date) as as_of, v.indicator, v.title_zh, v.title_en, v.unit, v.street_code, v.binding, v.form, v.direction, v.hard, v.numerator, v.denominator,
        v.rate, v.target, v.target_most, v.due_on, v.required, v.gap, v.next_target, v.next_due_on, v.next_required, v.next_gap, v.compared_on, v.compared_rate, v.change, v.state
    from target_schemes_on(null, coalesce(:'as_of'::date, :'today'::date)) s -- if !scheme
    from target_schemes_on(:'scheme'::text[], coalesce(:'as_of'::date, :'today'::date)) s -- if scheme
    cross join lateral target_values(s, coalesce(:'as_of'::date, :'today'::date)) v
) t
left join divisions d on d.code = t.street_code
where true
  and t.indicator = any(:'indicator'::text[]) -- if indicator
  and t.unit = :'unit'::text -- if unit
  and t.street_code = any(:'street_code'::text[]) -- if street_code
  and t.state = any(:'state'::text[]) -- if state
  and t.binding = :'binding'::boolean -- if binding
  and t.position > :'after_key'::bigint -- if cursor
order by t.position -- if sort=position
limit :'limit'::bigint -- if limit
