-- From tomorrow or later; what is chosen until then ends there, and what is planned for later still comes.
with judged as (
    select case
        when :'effective_from'::date <= :'today'::date then 'limit_not_ahead'
        when not exists (select from sla_policies p where p.policy_set = :'policy_set' and coalesce(p.effective_to > :'effective_from'::date, true)) then 'sla_set_unknown'
        end as problem
), ended as (
    update sla_choices c set effective_to = :'effective_from'::date
    from judged j
    where c.district_code = :'district' and c.effective_from < :'effective_from'::date and coalesce(c.effective_to > :'effective_from'::date, true) and j.problem is null
    returning c.id
), made as (
    -- After the ended one, so that the days are free.
    insert into sla_choices (district_code, id, policy_set, basis, effective_from, effective_to, created_at)
    select :'district', :'new_id'::uuid, :'policy_set', :'basis_masked', :'effective_from'::date,
        (select min(n.effective_from) from sla_choices n where n.district_code = :'district' and n.effective_from > :'effective_from'::date), :'now'::timestamptz
    from judged j cross join (select count(*) from ended) e
    where j.problem is null
    returning *
)
select m.id, false as common, m.policy_set, m.basis, m.effective_from, m.effective_to, m.created_at, refused(j.problem) as "!problem"
from judged j
left join made m on true
