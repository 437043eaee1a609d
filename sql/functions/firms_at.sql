-- The firms as the register had them when the day was over: those known by then and not replaced by then. Of the caller's scope; the planner sees
-- through it, so a condition on the result uses the tables' indexes. A column added to firms comes at the end of both lists.
set role wuye_owner;

create or replace function firms_at(day date) returns setof firms language sql stable parallel safe as $$
    select t.*
    from firms t
    where t.known_from < (day + 1)::timestamptz
    union all
    select p.district_code, p.id, p.uscc, p.uscc_override_reason, p.uscc_override_by, p.uscc_override_at, p.name, p.locality, p.registered_division,
            p.service_hotline, p.party_org, p.party_org_since, p.market_access, p.status, p.version, p.created_at, p.updated_at, p.name_x,
            p.known_from, p.contact_phone, p.office_address, p.entry
    from firms_past p
    where p.known_from < (day + 1)::timestamptz and p.known_to >= (day + 1)::timestamptz
$$;
grant execute on function firms_at(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

reset role;
