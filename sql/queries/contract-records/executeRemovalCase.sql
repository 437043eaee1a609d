with before as (
    select r.* from removal_cases r where r.district_code = :'district' and r.id = :'id'::uuid for update
), judged as (
    select b.district_code, b.id,
        case when b.executed_on is not null then 'executed' when b.consented then 'consented' when not b.consented then 'refused' else 'open' end as state,
        case when not coalesce(b.consented, false) or b.executed_on is not null then 'state_conflict' when :'executed_on'::date > :'today'::date then 'day_in_the_future'
             when b.opened_by = current_user_id() then 'separation_of_duties'
             when exists (select from contracts n where n.district_code = b.district_code and n.id = :'replacement_contract_id'::uuid) and not exists (
                 select from contracts n
                 join contract_estates m on m.district_code = n.district_code and m.contract_id = n.id
                 join contract_estates o on o.district_code = m.district_code and o.estate_id = m.estate_id and o.contract_id = b.contract_id
                 where n.district_code = b.district_code and n.id = :'replacement_contract_id'::uuid and n.id <> b.contract_id and n.in_force
                   and contract_state(n.state, n.service_start, n.end_date, n.terminated_on, :'today'::date, 0) in ('filed', 'active', 'expiring'))
                 then 'replacement_wrong' end as problem
    from before b
), r as (
    update removal_cases t set executed_by = :'executed_by', executed_on = :'executed_on'::date, replacement_contract_id = :'replacement_contract_id'::uuid, version = t.version + 1
    from judged j
    where t.district_code = j.district_code and t.id = j.id and j.problem is null
    returning t.*
)
select r.id, r.contract_id, r.trigger, r.grounds, r.opened_on, r.assembly_on, r.households_for, r.households_voted, r.households_all, r.area_for_m2, r.area_voted_m2, r.area_all_m2, r.consented, r.motion_id,
    r.executed_by, r.executed_on, r.replacement_contract_id, r.version,
    case when r.executed_on is not null then 'executed' when r.consented then 'consented' when not r.consented then 'refused' else 'open' end as state, j.state as "!state", refused(j.problem) as "!problem"
from judged j
left join r using (district_code, id)
