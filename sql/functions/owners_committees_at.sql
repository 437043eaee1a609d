-- The owners' committees as the register had them when the day was over: those known by then and not replaced by then. Of the caller's scope. The planner
-- sees through it: neither half has a condition of its own, so that a condition, an order and a limit on the result reach the indexes of both tables
-- (a half with a where clause would be read and sorted whole). A column added to owners_committees comes at the end of all three lists.
set role wuye_owner;

create or replace function owners_committees_at(day date) returns setof owners_committees language sql stable parallel safe as $$
    select u.district_code, u.id, u.estate_id, u.kind, u.status, u.established_on, u.term_from, u.term_to, u.dissolved_on, u.member_count,
           u.party_member_count, u.no_oc_reason, u.version, u.created_at, u.updated_at, u.known_from, u.rectify_by, null::xid8
    from (
        select t.district_code, t.id, t.estate_id, t.kind, t.status, t.established_on, t.term_from, t.term_to, t.dissolved_on, t.member_count,
               t.party_member_count, t.no_oc_reason, t.version, t.created_at, t.updated_at, t.known_from, t.rectify_by,
               'infinity'::timestamptz as known_to
        from owners_committees t
        union all
        select p.district_code, p.id, p.estate_id, p.kind, p.status, p.established_on, p.term_from, p.term_to, p.dissolved_on, p.member_count,
               p.party_member_count, p.no_oc_reason, p.version, p.created_at, p.updated_at, p.known_from, p.rectify_by,
               p.known_to
        from owners_committees_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;
grant execute on function owners_committees_at(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

reset role;
