-- The district's own number, from today or later; the one that runs then ends there, and one that is planned still comes. What held on a day before is not touched.
with judged as (
    select case when :'effective_from'::date < :'today'::date then 'takes_effect_in_the_past' end as problem
), ended as (
    update privacy_rules r set effective_to = :'effective_from'::date
    from judged
    where r.district_code = :'district' and r.name = :'name'
      and r.effective_from < :'effective_from'::date and coalesce(r.effective_to > :'effective_from'::date, true) and judged.problem is null
    returning r.id
), made as (
    -- After the ended one, so that the days are free.
    insert into privacy_rules (district_code, id, name, value, basis, effective_from, effective_to, created_at)
    select :'district', :'new_id'::uuid, :'name', :'value'::integer, :'basis_masked', :'effective_from'::date,
           (select min(n.effective_from) from privacy_rules n where n.district_code = :'district' and n.name = :'name' and n.effective_from > :'effective_from'::date),
           :'now'::timestamptz
    from judged cross join (select count(*) from ended) e
    where judged.problem is null
    returning *
)
select m.id, false as common, m.name, m.value, m.basis, m.effective_from, m.effective_to, m.created_at, refused(judged.problem) as "!problem"
from judged left join made m on true
