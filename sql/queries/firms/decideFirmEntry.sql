-- The district decides on the streets' opinions; never who gave one.
with before as (
    select f.district_code, f.id, f.entry, greatest(:'now'::timestamptz, f.known_from + interval '1 microsecond') as moment
    from firms f
    where f.district_code = :'district' and f.id = :'id'::uuid
    for update
), judged as (
    select b.district_code, b.id, b.moment, b.entry, t.to_state, case
        when t.to_state is null then 'state_conflict'
        when exists (select from firm_entry_steps s where s.district_code = b.district_code and s.firm_id = b.id and s.street_code is not null and s.by_user = :'user_id'::uuid)
            then 'separation_of_duties'
        end as problem
    from before b
    left join firm_entry_transitions t on t.from_state = b.entry and t.action = :'result' and t.role = :'role'
), step as (
    insert into firm_entry_steps (district_code, id, firm_id, result, opinion, street_code, by_user, at)
    select j.district_code, :'new_id'::uuid, j.id, :'result', :'opinion_masked', null, :'user_id'::uuid, :'now'::timestamptz
    from judged j
    where j.problem is null
), kept as materialized (
    select keep_firm(j.id, j.moment)
    from judged j
    where j.problem is null
), changed as (
    update firms f set entry = j.to_state, version = f.version + 1, updated_at = j.moment, known_from = j.moment
    from judged j, kept
    where f.district_code = j.district_code and f.id = j.id and j.problem is null
    returning f.*
)
select
    j.id, f.uscc, f.name, f.locality, f.registered_division, f.service_hotline, f.contact_phone, f.office_address, f.party_org, f.party_org_since,
    coalesce(a.state, f.market_access) as market_access, f.status, f.entry, f.uscc_override_reason, f.uscc_override_by, f.uscc_override_at,
    p.projects as managed_projects, p.estates as managed_estates, p.area_m2 as managed_area_m2, f.version, f.created_at, f.updated_at,
    refused(j.problem) as "!problem", case when j.problem = 'state_conflict' then j.entry end as "!state"
from judged j
left join changed f using (district_code, id)
left join firm_market_access a on a.district_code = j.district_code and a.firm_id = j.id and daterange(a.valid_from, a.valid_to) @> :'today'::date
left join lateral firm_portfolio(j.district_code, j.id, :'today'::date) p on true
