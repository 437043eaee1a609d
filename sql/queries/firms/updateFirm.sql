-- What is replaced goes to firms_past. A firm keeps what reaches it itself; for the rest it proposes. A code that fails the check stands by the
-- district's word for this very code.
select
    f.id, f.uscc, f.name, f.locality, f.registered_division, f.service_hotline, f.contact_phone, f.office_address, f.party_org, f.party_org_since,
    coalesce(a.state, f.market_access) as market_access, f.status, f.entry, f.uscc_override_reason, f.uscc_override_by, f.uscc_override_at,
    p.projects as managed_projects, p.estates as managed_estates, p.area_m2 as managed_area_m2, f.version, f.created_at, f.updated_at,
    refused(c.problem) as "!problem"
from firms b
cross join lateral change_firm(b.id, :'body'::jsonb
    || jsonb_build_object('uscc_override_reason', :'uscc_override_reason_masked'::text) -- if uscc_override_reason_masked
    , null, :'now'::timestamptz, :'if_version'::integer) c
cross join lateral (select (c.firm).*) f
left join firm_market_access a on a.district_code = b.district_code and a.firm_id = b.id and daterange(a.valid_from, a.valid_to) @> :'today'::date
left join lateral firm_portfolio(b.district_code, b.id, :'today'::date) p on true
where b.district_code = :'district' and b.id = :'id'::uuid
