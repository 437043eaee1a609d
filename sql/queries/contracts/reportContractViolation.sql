-- Leaving an estate without service is severe (C23).
with v as (
    insert into contract_violations (district_code, id, contract_id, firm_id, kind, severe, occurred_on, statement, proposed_by, proposed_role, proposed_at)
    select c.district_code, :'new_id'::uuid, c.id, c.firm_id, :'kind', :'kind' = 'abandonment', :'occurred_on'::date, :'statement_masked', current_user_id(),
           :'role', :'now'::timestamptz
    from contracts c
    where c.district_code = :'district' and c.id = :'id'::uuid and :'occurred_on'::date <= :'today'::date
    returning *
)
select v.id, v.contract_id, v.firm_id, v.kind, v.severe, v.occurred_on, v.statement, v.state, v.proposed_role, v.proposed_at, v.decided_at, v.decision, v.version, refused(case when v.id is null then 'day_in_the_future' end) as "!problem"
from contracts c
left join v on true
where c.district_code = :'district' and c.id = :'id'::uuid
