with r as (
    insert into removal_cases (district_code, id, contract_id, trigger, grounds, opened_on, opened_by)
    select c.district_code, :'new_id'::uuid, c.id, :'trigger', :'grounds_masked', :'today'::date, current_user_id()
    from contracts c
    where c.district_code = :'district' and c.id = :'id'::uuid and c.in_force
    returning *
)
select r.id, r.contract_id, r.trigger, r.grounds, r.opened_on, r.assembly_on, r.households_for, r.households_voted, r.households_all, r.area_for_m2, r.area_voted_m2, r.area_all_m2, r.consented, r.motion_id,
    r.executed_by, r.executed_on, r.replacement_contract_id, r.version,
    case when r.executed_on is not null then 'executed' when r.consented then 'consented' when not r.consented then 'refused' else 'open' end as state, c.state as "!state", refused(case when r.id is null then 'state_conflict' end) as "!problem"
from contracts c
left join r on true
where c.district_code = :'district' and c.id = :'id'::uuid
