-- What is replaced goes to firms_past. A firm keeps what reaches it itself; for the rest it proposes. A code that fails the check stands by the
-- district's word for this very code.
with before as (
    select f.*, greatest(:'now'::timestamptz, f.known_from + interval '1 microsecond') as moment
    from firms f
    where f.district_code = :'district' and f.id = :'id'::uuid
    for update
), after as (
    select b.district_code, b.id,
           b.status, -- if !status
           :'status'::text as status, -- if status
           b.service_hotline, -- if !service_hotline
           :'service_hotline'::text as service_hotline, -- if service_hotline
           b.party_org, -- if !party_org
           :'party_org'::boolean as party_org, -- if party_org
           b.party_org_since, -- if !party_org_since
           :'party_org_since'::date as party_org_since, -- if party_org_since
           b.uscc, -- if !uscc
           :'uscc'::text as uscc, -- if uscc
           b.uscc_override_reason as word, -- if !uscc_override_reason_masked, !uscc
           case when b.uscc = :'uscc' then b.uscc_override_reason end as word, -- if !uscc_override_reason_masked, uscc
           :'uscc_override_reason_masked'::text as word, -- if uscc_override_reason_masked
           false -- if !uscc_override_reason_masked
           true -- if uscc_override_reason_masked
           as word_given
    from before b
), judged as (
    select b.district_code, b.id, b.moment, case
        when b.version <> :'if_version'::integer then 'precondition_failed'
        when :'role' <> 'district' then 'members_reserved' -- if name
        when :'role' <> 'district' then 'members_reserved' -- if uscc
        when :'role' <> 'district' then 'members_reserved' -- if uscc_override_reason_masked
        when :'role' <> 'district' then 'members_reserved' -- if locality
        when :'role' <> 'district' then 'members_reserved' -- if registered_division
        when :'role' <> 'district' then 'members_reserved' -- if party_org
        when :'role' <> 'district' then 'members_reserved' -- if party_org_since
        when :'role' <> 'district' then 'members_reserved' -- if status
        when a.status = 'active' and a.service_hotline is null then 'service_hotline_required' -- if service_hotline
        when a.status = 'active' and a.service_hotline is null then 'service_hotline_required' -- if status
        when a.party_org_since is not null and not a.party_org then 'party_org_since_misplaced'
        when uscc_valid(a.uscc) or a.word is not null then null
        when a.uscc ~ '^[0-9][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$' then 'uscc_check_failed'
        else 'uscc_malformed'
        end as problem,
        case when not uscc_valid(a.uscc) then a.word end as word,
        case when not uscc_valid(a.uscc) then case when a.word_given then :'user_id'::text else b.uscc_override_by end end as word_by,
        case when not uscc_valid(a.uscc) then case when a.word_given then b.moment else b.uscc_override_at end end as word_at
    from before b join after a using (district_code, id)
), kept as (
    insert into firms_past (district_code, id, uscc, uscc_override_reason, uscc_override_by, uscc_override_at, name, locality, registered_division,
                             service_hotline, party_org, party_org_since, market_access, status, version, created_at, updated_at, contact_phone,
                             office_address, entry, known_from, known_to)
    select b.district_code, b.id, b.uscc, b.uscc_override_reason, b.uscc_override_by, b.uscc_override_at, b.name, b.locality, b.registered_division,
           b.service_hotline, b.party_org, b.party_org_since, b.market_access, b.status, b.version, b.created_at, b.updated_at, b.contact_phone,
           b.office_address, b.entry, b.known_from, b.moment
    from before b join judged j using (district_code, id)
    where j.problem is null
), changed as (
    update firms f set
        name = :'name', -- if name
        uscc = :'uscc', -- if uscc
        locality = :'locality', -- if locality
        registered_division = :'registered_division', -- if registered_division
        service_hotline = :'service_hotline', -- if service_hotline
        contact_phone = :'contact_phone', -- if contact_phone
        office_address = :'office_address', -- if office_address
        party_org = :'party_org'::boolean, -- if party_org
        party_org_since = :'party_org_since'::date, -- if party_org_since
        status = :'status', -- if status
        uscc_override_reason = j.word, uscc_override_by = j.word_by, uscc_override_at = j.word_at,
        version = f.version + 1, updated_at = j.moment, known_from = j.moment
    from judged j
    where f.district_code = j.district_code and f.id = j.id and j.problem is null
    returning f.*
)
select
    j.id, f.uscc, f.name, f.locality, f.registered_division, f.service_hotline, f.contact_phone, f.office_address, f.party_org, f.party_org_since,
    coalesce(a.state, f.market_access) as market_access, f.status, f.entry, f.uscc_override_reason,
    case when :'role' = 'district' then f.uscc_override_by end as uscc_override_by, f.uscc_override_at,
    p.projects as managed_projects, p.estates as managed_estates, p.area_m2 as managed_area_m2, f.version, f.created_at, f.updated_at,
    refused(j.problem) as "!problem"
from judged j
left join changed f using (district_code, id)
left join firm_market_access a on a.district_code = j.district_code and a.firm_id = j.id and daterange(a.valid_from, a.valid_to) @> :'today'::date
left join lateral firm_portfolio(j.district_code, j.id, :'today'::date) p on true
