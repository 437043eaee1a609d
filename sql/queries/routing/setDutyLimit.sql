-- The district's own, from today or later; the one that runs then ends there, and one that is planned still comes. What began before keeps the limit of its day.
with judged as (
    select case
        when :'effective_from'::date < :'today'::date then 'takes_effect_in_the_past'
        when :'name' = 'dispute' and not exists (select from complaint_categories k where k.code = :'subject') then 'category_unknown'
        end as problem
), ended as (
    update duty_limits l set effective_to = :'effective_from'::date
    from judged
    where l.district_code = :'district' and l.name = :'name' and l.subject = coalesce(:'subject', '*')
      and l.effective_from < :'effective_from'::date and coalesce(l.effective_to > :'effective_from'::date, true) and judged.problem is null
    returning l.id
), made as (
    -- After the ended one, so that the days are free.
    insert into duty_limits (district_code, id, name, subject, value, unit, basis, effective_from, effective_to, created_at)
    select :'district', :'new_id'::uuid, :'name', coalesce(:'subject', '*'), :'value'::integer, :'unit', :'basis_masked', :'effective_from'::date,
           (select min(n.effective_from) from duty_limits n where n.district_code = :'district' and n.name = :'name' and n.subject = coalesce(:'subject', '*')
              and n.effective_from > :'effective_from'::date),
           :'now'::timestamptz
    from judged cross join (select count(*) from ended) e
    where judged.problem is null
    returning *
)
select m.id, false as common, m.name, nullif(m.subject, '*') as subject, m.value, m.unit, m.basis, m.effective_from, m.effective_to, m.created_at,
    refused(judged.problem) as "!problem"
from judged left join made m on true
