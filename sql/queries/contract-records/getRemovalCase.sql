select r.id, r.contract_id, r.trigger, r.grounds, r.opened_on, r.assembly_on, r.households_for, r.households_voted, r.households_all, r.area_for_m2, r.area_voted_m2, r.area_all_m2, r.consented, r.motion_id,
    r.executed_by, r.executed_on, r.replacement_contract_id, r.version,
    case when r.executed_on is not null then 'executed' when r.consented then 'consented' when not r.consented then 'refused' else 'open' end as state
from removal_cases r
where r.district_code = :'district' and r.id = :'id'::uuid
