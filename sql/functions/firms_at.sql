-- The firms as the register had them when the day was over: those known by then and not replaced by then. Of the caller's scope. The planner sees
-- through it: neither half has a condition of its own, so that a condition, an order and a limit on the result reach the indexes of both tables
-- (a half with a where clause would be read and sorted whole). A column added to firms comes at the end of all three lists.
-- Who vouched for a code is the district's to know, by firm_vouched_by(): whoever may not read the column may not read it here either.
set role wuye_owner;

create or replace function firms_at(day date) returns setof firms language sql stable parallel safe as $$
    select u.district_code, u.id, u.uscc, u.uscc_override_reason, null::text, u.uscc_override_at, u.name, u.locality,
           u.registered_division, u.service_hotline, u.party_org, u.party_org_since, u.market_access, u.status, u.version, u.created_at,
           u.updated_at, u.name_x, u.known_from, u.contact_phone, u.office_address, u.entry, null::xid8
    from (
        select t.district_code, t.id, t.uscc, t.uscc_override_reason, t.uscc_override_at, t.name, t.locality,
               t.registered_division, t.service_hotline, t.party_org, t.party_org_since, t.market_access, t.status, t.version, t.created_at,
               t.updated_at, t.name_x, t.known_from, t.contact_phone, t.office_address, t.entry,
               'infinity'::timestamptz as known_to
        from firms t
        union all
        select p.district_code, p.id, p.uscc, p.uscc_override_reason, p.uscc_override_at, p.name, p.locality,
               p.registered_division, p.service_hotline, p.party_org, p.party_org_since, p.market_access, p.status, p.version, p.created_at,
               p.updated_at, p.name_x, p.known_from, p.contact_phone, p.office_address, p.entry,
               p.known_to
        from firms_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;
grant execute on function firms_at(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

-- Of the officials' names and numbers the district alone reads this one: for anybody else it is not run, and refused where it is.
create or replace function firm_vouched_by(firm uuid, day date) returns text language plpgsql stable parallel safe as $$
begin
    return (
        select u.uscc_override_by
        from (
            select t.id, t.district_code, t.uscc_override_by, t.known_from, 'infinity'::timestamptz as known_to from firms t
            union all
            select p.id, p.district_code, p.uscc_override_by, p.known_from, p.known_to from firms_past p
        ) u
        where u.district_code = (select current_district()) and u.id = firm
          and u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz);
end $$;
grant execute on function firm_vouched_by(uuid, date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

reset role;
