-- The owners' committees as the register had them when the day was over: those known by then and not replaced by then. Of the caller's scope; the planner sees
-- through it, so a condition on the result uses the tables' indexes. A column added to owners_committees comes at the end of both lists.
set role wuye_owner;

create or replace function owners_committees_at(day date) returns setof owners_committees language sql stable parallel safe as $$
    select t.*
    from owners_committees t
    where t.known_from < (day + 1)::timestamptz
    union all
    select p.district_code, p.id, p.estate_id, p.kind, p.status, p.established_on, p.term_from, p.term_to, p.dissolved_on, p.member_count,
            p.party_member_count, p.no_oc_reason, p.version, p.created_at, p.updated_at, p.known_from
    from owners_committees_past p
    where p.known_from < (day + 1)::timestamptz and p.known_to >= (day + 1)::timestamptz
$$;
grant execute on function owners_committees_at(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

reset role;
