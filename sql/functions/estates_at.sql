-- The estates as the register had them when the day was over: those known by then and not replaced by then. Of the caller's scope. The planner
-- sees through it: neither half has a condition of its own, so that a condition, an order and a limit on the result reach the indexes of both tables
-- (a half with a where clause would be read and sorted whole). A column added to estates comes at the end of all three lists.
set role wuye_owner;

create or replace function estates_at(day date) returns setof estates language sql stable parallel safe as $$
    select u.district_code, u.id, u.code, u.name, u.street_code, u.community_code, u.area_m2, u.households, u.building_type, u.old_kind, u.new_or_old,
           u.is_key, u.party_org, u.service_room_use, u.service_room_m2, u.public_revenue, u.grids, u.version, u.created_at, u.updated_at,
           u.name_key, u.name_x, u.known_from, u.in_deficit, u.no_oc_reason, null::xid8
    from (
        select t.district_code, t.id, t.code, t.name, t.street_code, t.community_code, t.area_m2, t.households, t.building_type, t.old_kind, t.new_or_old,
               t.is_key, t.party_org, t.service_room_use, t.service_room_m2, t.public_revenue, t.grids, t.version, t.created_at,
               t.updated_at, t.name_key, t.name_x, t.known_from, t.in_deficit, t.no_oc_reason,
               'infinity'::timestamptz as known_to
        from estates t
        union all
        select p.district_code, p.id, p.code, p.name, p.street_code, p.community_code, p.area_m2, p.households, p.building_type, p.old_kind, p.new_or_old,
               p.is_key, p.party_org, p.service_room_use, p.service_room_m2, p.public_revenue, p.grids, p.version, p.created_at,
               p.updated_at, p.name_key, p.name_x, p.known_from, p.in_deficit, p.no_oc_reason,
               p.known_to
        from estates_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;
grant execute on function estates_at(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

reset role;
