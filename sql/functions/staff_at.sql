-- The people of firms as the register had them when the day was over: those known by then and not replaced by then. Of the caller's scope; the planner sees
-- through it, as through firms_at(). A column added to staff comes at the end of all three lists.
set role wuye_owner;

create or replace function staff_at(day date) returns setof staff language sql stable parallel safe as $$
    select u.district_code, u.id, u.firm_id, u.name, u.certificate_no, u.party_member, u.joined_on, u.left_on, u.version, u.created_at, u.updated_at, u.known_from
    from (
        select t.district_code, t.id, t.firm_id, t.name, t.certificate_no, t.party_member, t.joined_on, t.left_on, t.version, t.created_at, t.updated_at, t.known_from,
               'infinity'::timestamptz as known_to
        from staff t
        union all
        select p.district_code, p.id, p.firm_id, p.name, p.certificate_no, p.party_member, p.joined_on, p.left_on, p.version, p.created_at, p.updated_at, p.known_from,
               p.known_to
        from staff_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;
grant execute on function staff_at(date) to wuye_district, wuye_street, wuye_community, wuye_company;

reset role;
