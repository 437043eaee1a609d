-- The posts of people as the register had them when the day was over; of the caller's scope. The planner sees through it, as through firms_at(). A column added to
-- person_roles comes at the end of all three lists.
set role wuye_owner;

create or replace function person_roles_at(day date) returns setof person_roles language sql stable parallel safe as $$
    select u.district_code, u.id, u.staff_id, u.firm_id, u.estate_id, u.role, u.valid_from, u.valid_to, u.reason, u.end_reason, u.assigned_by, u.ended_by,
           u.known_from, u.created_at, u.updated_at
    from (
        select t.district_code, t.id, t.staff_id, t.firm_id, t.estate_id, t.role, t.valid_from, t.valid_to, t.reason, t.end_reason, t.assigned_by, t.ended_by,
               t.known_from, t.created_at, t.updated_at, 'infinity'::timestamptz as known_to
        from person_roles t
        union all
        select p.district_code, p.id, p.staff_id, p.firm_id, p.estate_id, p.role, p.valid_from, p.valid_to, p.reason, p.end_reason, p.assigned_by, p.ended_by,
               p.known_from, p.created_at, p.updated_at, p.known_to
        from person_roles_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;

-- The posts that somebody holds on a day.
create or replace function posts_of(district text, person uuid, day date) returns json language sql stable parallel safe as $$
    select coalesce(json_agg(json_build_object('id', r.id, 'post', r.role, 'valid_from', r.valid_from, 'valid_to', r.valid_to,
               'estate', case when e.id is not null then json_build_object('id', e.id, 'code', e.code, 'name', e.name) end) order by r.valid_from, r.id), '[]')
    from person_roles_at(day) r
    left join estates e on e.district_code = r.district_code and e.id = r.estate_id
    where r.district_code = district and r.staff_id = person and daterange(r.valid_from, r.valid_to) @> day
$$;
grant execute on function person_roles_at(date), posts_of(text, uuid, date) to wuye_district, wuye_street, wuye_community, wuye_company;

reset role;
