-- From today or later; what was said of the category until then ends there, and what is planned still comes.
with judged as (
    select case
        when :'effective_from'::date < :'today'::date then 'takes_effect_in_the_past'
        when not exists (select from complaint_categories k where k.code = :'category'
            and k.effective_from <= :'effective_from'::date and coalesce(k.effective_to > :'effective_from'::date, true)) then 'category_unknown'
        end as problem
), ended as (
    update delegations d set effective_to = :'effective_from'::date
    from judged
    where d.district_code = :'district' and d.category = :'category'
      and d.effective_from < :'effective_from'::date and coalesce(d.effective_to > :'effective_from'::date, true) and judged.problem is null
    returning d.id
), made as (
    -- After the ended one, so that the days are free.
    insert into delegations (district_code, id, category, delegated, basis, effective_from, effective_to, created_at)
    select :'district', :'new_id'::uuid, :'category', :'delegated'::boolean, :'basis_masked', :'effective_from'::date,
           (select min(n.effective_from) from delegations n where n.district_code = :'district' and n.category = :'category' and n.effective_from > :'effective_from'::date),
           :'now'::timestamptz
    from judged cross join (select count(*) from ended) e
    where judged.problem is null
    returning *
)
select m.id, m.category, m.delegated, m.basis, m.effective_from, m.effective_to, m.created_at, refused(judged.problem) as "!problem"
from judged left join made m on true
