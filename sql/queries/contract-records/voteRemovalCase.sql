with before as (
    select r.* from removal_cases r where r.district_code = :'district' and r.id = :'id'::uuid for update
), judged as (
    select b.district_code, b.id, d.consented,
        case when b.executed_on is not null then 'executed' when b.consented then 'consented' when not b.consented then 'refused' else 'open' end as state,
        case when b.assembly_on is not null then 'state_conflict' when :'assembly_on'::date > :'today'::date then 'day_in_the_future'
             when :'consented'::boolean <> d.consented then 'vote_contradicts_counts'
             when :'motion_id'::uuid is not null and not exists (
                 select from motions m
                 where m.district_code = b.district_code and m.id = :'motion_id'::uuid and m.matter = 'firm_removal' and m.contract_id = b.contract_id and m.state = 'effective'
                   and m.closed_on = :'assembly_on'::date and m.passed = d.consented
                   and (m.for_heads, m.for_heads + m.against_heads + m.abstain_heads, m.heads) = (:'households_for'::integer, :'households_voted'::integer, :'households_all'::integer)
                   and (m.for_area_m2, m.for_area_m2 + m.against_area_m2 + m.abstain_area_m2, m.area_m2) = (:'area_for_m2'::numeric, :'area_voted_m2'::numeric, :'area_all_m2'::numeric))
                 then 'vote_motion_unfit' end as problem
    from before b
    cross join removal_consent(:'district', :'assembly_on'::date, :'households_for'::numeric, :'households_voted'::numeric, :'households_all'::numeric,
        :'area_for_m2'::numeric, :'area_voted_m2'::numeric, :'area_all_m2'::numeric) d (consented)
), r as (
    update removal_cases t set assembly_on = :'assembly_on'::date, households_for = :'households_for'::integer, households_voted = :'households_voted'::integer, households_all = :'households_all'::integer,
        area_for_m2 = :'area_for_m2'::numeric, area_voted_m2 = :'area_voted_m2'::numeric, area_all_m2 = :'area_all_m2'::numeric, consented = j.consented, motion_id = :'motion_id'::uuid, version = t.version + 1
    from judged j
    where t.district_code = j.district_code and t.id = j.id and j.problem is null
    returning t.*
)
select r.id, r.contract_id, r.trigger, r.grounds, r.opened_on, r.assembly_on, r.households_for, r.households_voted, r.households_all, r.area_for_m2, r.area_voted_m2, r.area_all_m2, r.consented, r.motion_id,
    r.executed_by, r.executed_on, r.replacement_contract_id, r.version,
    case when r.executed_on is not null then 'executed' when r.consented then 'consented' when not r.consented then 'refused' else 'open' end as state, j.state as "!state", refused(j.problem) as "!problem"
from judged j
left join r using (district_code, id)
