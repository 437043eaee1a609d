-- The district registers at once; what a street brings in waits for the district's decision, with the street's first opinion beside it.
with judged as (
    select case
        when :'role' <> 'district' and :'uscc_override_reason_masked'::text is not null then 'members_reserved'
        when :'role' = 'street' and :'opinion_masked'::text is null then 'opinion_required'
        when uscc_valid(:'uscc'::text) or :'uscc_override_reason_masked'::text is not null then null
        when :'uscc'::text ~ '^[0-9][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$' then 'uscc_check_failed'
        else 'uscc_malformed'
        end as problem,
        case when not uscc_valid(:'uscc'::text) then :'uscc_override_reason_masked'::text end as override
), firm as (
    insert into firms (district_code, id, uscc, uscc_override_reason, uscc_override_by, uscc_override_at, name, locality, registered_division,
                       service_hotline, contact_phone, office_address, party_org, party_org_since, entry, created_at, updated_at, known_from)
    select :'district', :'new_id'::uuid, :'uscc', j.override, case when j.override is not null then :'user_id'::text end,
           case when j.override is not null then :'now'::timestamptz end, :'name', :'locality', :'registered_division',
           :'service_hotline', :'contact_phone', :'office_address', coalesce(:'party_org'::boolean, false), :'party_org_since'::date,
           case when :'role' = 'district' then 'admitted' else 'entry_review' end, :'now'::timestamptz, :'now'::timestamptz, :'now'::timestamptz
    from judged j
    where j.problem is null
    returning district_code, id, uscc, name, locality, registered_division, service_hotline, contact_phone, office_address, party_org,
        party_org_since, market_access, status, entry, uscc_override_reason, uscc_override_at, version, created_at, updated_at
), step as (
    insert into firm_entry_steps (district_code, id, firm_id, result, opinion, street_code, by_user, at)
    select f.district_code, :'new_id'::uuid, f.id, case when :'role' = 'district' then 'admitted' else 'recommended' end, :'opinion_masked'::text,
           case when :'role' <> 'district' then :'street'::text end, :'user_id'::uuid, :'now'::timestamptz
    from firm f
    where :'opinion_masked'::text is not null
)
select
    f.id, f.uscc, f.name, f.locality, f.registered_division, f.service_hotline, f.contact_phone, f.office_address, f.party_org, f.party_org_since,
    f.market_access, f.status, f.entry, f.uscc_override_reason, case when f.uscc_override_reason is not null then :'user_id'::text end as uscc_override_by, f.uscc_override_at,
    0 as managed_projects, 0 as managed_estates, 0.00 as managed_area_m2, f.version, f.created_at, f.updated_at, refused(j.problem) as "!problem"
from judged j
left join firm f on true
