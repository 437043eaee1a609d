-- Numbers of before stand: the latest that has taken effect holds. Who is over a smaller one keeps its people and gets no more.
with judged as (
    select case
        when :'effective_from'::date < :'today'::date then 'takes_effect_in_the_past'
        when :'firm_id'::uuid is not null and not exists (select from firms f where f.district_code = :'district' and f.id = :'firm_id'::uuid) then 'firm_unknown'
        end as problem
), created as (
    insert into account_quotas (district_code, id, firm_id, accounts, effective_from, created_at)
    select :'district', :'new_id'::uuid, :'firm_id'::uuid, :'accounts'::integer, :'effective_from'::date, :'now'::timestamptz
    from judged
    where judged.problem is null
    returning *
)
select c.id, c.firm_id, c.accounts, c.effective_from, c.created_at, refused(j.problem) as "!problem"
from judged j
left join created c on true
