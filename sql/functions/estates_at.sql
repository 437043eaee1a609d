-- The estates as the register had them when the day was over: those known by then and not replaced by then. Of the caller's scope; the planner sees
-- through it, so a condition on the result uses the tables' indexes. A column added to estates comes at the end of both lists.
set role wuye_owner;

create or replace function estates_at(day date) returns setof estates language sql stable parallel safe as $$
    select t.*
    from estates t
    where t.known_from < (day + 1)::timestamptz
    union all
    select p.district_code, p.id, p.code, p.name, p.street_code, p.community_code, p.area_m2, p.households, p.building_type, p.old_kind,
            p.new_or_old, p.is_key, p.party_org, p.service_room_use, p.service_room_m2, p.public_revenue, p.grids, p.version, p.created_at,
            p.updated_at, p.name_key, p.name_x, p.known_from, p.in_deficit, p.no_oc_reason
    from estates_past p
    where p.known_from < (day + 1)::timestamptz and p.known_to >= (day + 1)::timestamptz
$$;
grant execute on function estates_at(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

reset role;
