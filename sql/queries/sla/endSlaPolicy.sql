-- From tomorrow or later: what holds today is not touched. One that would end before it begins is withdrawn, and what it had ended goes on.
with before as (
    select p.district_code, p.id, p.effective_from, p.effective_to, p.ended_for
    from sla_policies p
    where p.district_code = :'district' and p.id = :'id'::uuid
    for update
), judged as (
    select b.*, case
        when b.effective_to <= greatest(b.effective_from, :'today'::date) then 'state_conflict'
        when :'effective_to'::date <= :'today'::date then 'limit_not_ahead'
        end as problem
    from before b
), ended as (
    update sla_policies p set effective_to = greatest(:'effective_to'::date, j.effective_from), ended_for = null
    from judged j
    where p.district_code = j.district_code and p.id = j.id and j.problem is null
    returning p.*
), resumed as (
    update sla_policies p set effective_to = b.effective_to, ended_for = b.ended_for
    from before b join ended e using (district_code, id)
    where p.district_code = e.district_code and p.ended_for = e.id and e.effective_to = e.effective_from
)
select s.*, refused(j.problem) as "!problem", case when j.problem = 'state_conflict' then 'ended' end as "!state"
from judged j
left join ended e using (district_code, id)
left join lateral sla_policy_card(e) s on true
