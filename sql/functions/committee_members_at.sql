-- The members of committees as the register had them when the day was over; of the caller's scope. The planner sees through it, as through owners_committees_at(). A column added to
-- committee_members comes at the end of all three lists.
set role wuye_owner;

create or replace function committee_members_at(day date) returns setof committee_members language sql stable parallel safe as $$
    select u.district_code, u.id, u.committee_id, u.name, u.position, u.party_member, u.valid_from, u.valid_to, u.end_reason, u.version, u.created_at, u.updated_at, u.state, u.announced_on,
           u.candidate_id, u.candidate_state, u.known_from
    from (
        select t.district_code, t.id, t.committee_id, t.name, t.position, t.party_member, t.valid_from, t.valid_to, t.end_reason, t.version, t.created_at, t.updated_at, t.state, t.announced_on,
               t.candidate_id, t.candidate_state, t.known_from, 'infinity'::timestamptz as known_to
        from committee_members t
        union all
        select p.district_code, p.id, p.committee_id, p.name, p.position, p.party_member, p.valid_from, p.valid_to, p.end_reason, p.version, p.created_at, p.updated_at, p.state, p.announced_on,
               p.candidate_id, p.candidate_state, p.known_from, p.known_to
        from committee_members_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;
grant execute on function committee_members_at(date) to wuye_district, wuye_street, wuye_community;

reset role;
