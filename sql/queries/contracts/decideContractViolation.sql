with before as (
    select v.* from contract_violations v where v.district_code = :'district' and v.id = :'id'::uuid for update
), judged as (
    select b.district_code, b.id, b.state, case
        when b.state <> 'proposed' then 'state_conflict'
        when b.proposed_by = current_user_id() then 'separation_of_duties'
        end as problem
    from before b
), v as (
    update contract_violations t set state = case :'decision' when 'confirm' then 'confirmed' else 'dismissed' end, decision = :'note_masked',
        decided_by = current_user_id(), decided_at = :'now'::timestamptz, version = t.version + 1
    from judged j
    where t.district_code = j.district_code and t.id = j.id and j.problem is null
    returning t.*
)
select v.id, v.contract_id, v.firm_id, v.kind, v.severe, v.occurred_on, v.statement, v.state, v.proposed_role, v.proposed_at, v.decided_at, v.decision, v.version, j.state as "!state", refused(j.problem) as "!problem"
from judged j
left join v using (district_code, id)
