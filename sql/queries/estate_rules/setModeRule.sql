-- The district's own rule, from today or later; the one that runs then ends there, and one that is planned still comes. What held on a day before is not touched.
with judged as (
    select case when :'effective_from'::date < :'today'::date then 'takes_effect_in_the_past' end as problem
), ended as (
    update mode_rules r set effective_to = :'effective_from'::date
    from judged
    where r.district_code = :'district' and r.new_or_old = :'new_or_old' and r.building_type = coalesce(:'building_type', '*')
      and r.effective_from < :'effective_from'::date and coalesce(r.effective_to > :'effective_from'::date, true) and judged.problem is null
    returning r.id
), made as (
    -- After the ended one, so that the days are free.
    insert into mode_rules (district_code, id, new_or_old, building_type, modes, basis, effective_from, effective_to, created_at)
    select :'district', :'new_id'::uuid, :'new_or_old', coalesce(:'building_type', '*'), array(select jsonb_array_elements_text(:'modes'::jsonb)), :'basis_masked',
           :'effective_from'::date,
           (select min(n.effective_from) from mode_rules n where n.district_code = :'district' and n.new_or_old = :'new_or_old' and n.building_type = coalesce(:'building_type', '*')
              and n.effective_from > :'effective_from'::date),
           :'now'::timestamptz
    from judged cross join (select count(*) from ended) e
    where judged.problem is null
    returning *
)
select m.id, false as common, m.new_or_old, nullif(m.building_type, '*') as building_type, to_jsonb(m.modes) as modes, m.basis, m.effective_from, m.effective_to,
    m.created_at, refused(judged.problem) as "!problem"
from judged left join made m on true
