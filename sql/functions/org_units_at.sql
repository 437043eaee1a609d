-- The bodies as the register had them when the day was over, those ended by then too. A column added to org_units comes at the end of both lists.
set role wuye_owner;

create or replace function org_units_at(day date) returns setof org_units language sql stable parallel safe as $$
    select t.*
    from org_units t
    where t.known_from < (day + 1)::timestamptz
    union all
    select p.district_code, p.id, p.level, p.kind, p.name, p.division_code, p.street_code, p.community_code, p.estate_id, p.supervises, p.budgeted,
           p.venue_kind, p.venue_address, p.venue_area_m2, p.established_on, p.ended_on, p.end_reason, p.version, p.created_at, p.updated_at,
           p.known_from, p.place, p.name_x, null::xid8
    from org_units_past p
    where p.known_from < (day + 1)::timestamptz and p.known_to >= (day + 1)::timestamptz
$$;
grant execute on function org_units_at(date) to wuye_district, wuye_street, wuye_community, wuye_platform;

reset role;
