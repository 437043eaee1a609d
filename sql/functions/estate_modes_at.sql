-- The modes of estates as the register had them when the day was over: those known by then and not replaced by then. Of the caller's scope; the planner sees
-- through it, so a condition on the result uses the tables' indexes. A column added to estate_modes comes at the end of both lists.
set role wuye_owner;

create or replace function estate_modes_at(day date) returns setof estate_modes language sql stable parallel safe as $$
    select t.*
    from estate_modes t
    where t.known_from < (day + 1)::timestamptz
    union all
    select p.district_code, p.estate_id, p.mode, p.valid_from, p.valid_to, p.known_from, p.reason
    from estate_modes_past p
    where p.known_from < (day + 1)::timestamptz and p.known_to >= (day + 1)::timestamptz
$$;
grant execute on function estate_modes_at(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

reset role;
