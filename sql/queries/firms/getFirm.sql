select
    f.id, f.uscc, f.name, f.locality, f.registered_division, f.service_hotline, f.contact_phone, f.office_address, f.party_org, f.party_org_since,
    coalesce(a.state, f.market_access) as market_access, f.status, f.entry, f.uscc_override_reason,
    case when :'role' = 'district' then firm_vouched_by(f.id, coalesce(:'as_of'::date, :'today'::date)) end as uscc_override_by, f.uscc_override_at,
    p.projects as managed_projects, p.estates as managed_estates, p.area_m2 as managed_area_m2, f.version, f.created_at, f.updated_at
from firms f -- if !as_of
from firms_at(:'as_of'::date) f -- if as_of
left join firm_market_access a on a.district_code = f.district_code and a.firm_id = f.id
    and daterange(a.valid_from, a.valid_to) @> coalesce(:'as_of'::date, :'today'::date)
left join lateral firm_portfolio(f.district_code, f.id, coalesce(:'as_of'::date, :'today'::date)) p on true
where f.district_code = :'district' and f.id = :'id'::uuid
