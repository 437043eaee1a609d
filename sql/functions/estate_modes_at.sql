-- The modes of estates as the register had them when the day was over: those known by then and not replaced by then. Of the caller's scope. The planner
-- sees through it: neither half has a condition of its own, so that a condition, an order and a limit on the result reach the indexes of both tables
-- (a half with a where clause would be read and sorted whole). A column added to estate_modes comes at the end of all three lists.
set role wuye_owner;

create or replace function estate_modes_at(day date) returns setof estate_modes language sql stable parallel safe as $$
    select u.district_code, u.estate_id, u.mode, u.valid_from, u.valid_to, u.known_from, u.reason
    from (
        select t.district_code, t.estate_id, t.mode, t.valid_from, t.valid_to, t.known_from, t.reason,
               'infinity'::timestamptz as known_to
        from estate_modes t
        union all
        select p.district_code, p.estate_id, p.mode, p.valid_from, p.valid_to, p.known_from, p.reason,
               p.known_to
        from estate_modes_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;
grant execute on function estate_modes_at(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

reset role;
