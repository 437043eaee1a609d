-- What each division of the caller's area has to have and has, on a day, by rule: one row for every division of the level, with a body or without.
-- Full-time staff of bodies that stand on the day count. Whoever is in an estate's body counts for no division.
set role wuye_owner;

create or replace function staffing_at(day date)
returns table (rule text, level text, division_code text, division_name text, street_code text, bodies integer, supervising integer, budgeted integer,
               with_office integer, minimum integer, actual integer, gap integer)
language sql stable parallel safe as $$
    with rules as (
        select distinct on (m.rule, m.level) m.rule, m.level, m.specialists_only, m.minimum
        from staffing_minimums m
        where m.district_code in ('*', (select current_district()))
          and m.effective_from <= day and coalesce(m.effective_to > day, true)
        order by m.rule, m.level, m.district_code = '*'
    ), places as (
        select 'district' as level, (select current_district()) as code, null::text as street_code
        where (select current_street()) is null
        union all
        select case when j.community_code is null then 'street' else 'community' end, j.code, j.street_code
        from division_jurisdictions j
        where j.district_code = (select current_district()) and j.effective_from <= day and coalesce(j.effective_to > day, true)
          and coalesce(j.street_code = (select current_street()), (select current_street()) is null)
          and coalesce(coalesce(j.community_code, (select current_community())) = (select current_community()), (select current_community()) is null)
    ), standing as (
        select u.id, u.division_code, u.supervises, u.budgeted, u.venue_kind
        from org_units_at(day) u
        where u.district_code = (select current_district()) and u.division_code is not null
          and u.established_on <= day and coalesce(u.ended_on > day, true)
    ), bodies as (
        select s.division_code, count(*)::integer as number, (count(*) filter (where s.supervises))::integer as supervising,
               (count(*) filter (where s.budgeted))::integer as budgeted, count(s.venue_kind)::integer as with_office
        from standing s
        group by s.division_code
    ), people as (
        select s.division_code, count(*)::integer as number, (count(*) filter (where p.specialist))::integer as specialists
        from standing s
        join org_staff p on p.district_code = (select current_district()) and p.org_unit_id = s.id
        where p.full_time and p.known_from < (day + 1)::timestamptz and p.valid_from <= day and coalesce(p.valid_to > day, true)
        group by s.division_code
    )
    select r.rule, r.level, l.code, d.name, l.street_code, coalesce(b.number, 0), coalesce(b.supervising, 0), coalesce(b.budgeted, 0),
           coalesce(b.with_office, 0), r.minimum, a.actual, greatest(0, r.minimum - a.actual)
    from places l
    join rules r using (level)
    join divisions d on d.code = l.code
    left join bodies b on b.division_code = l.code
    left join people p on p.division_code = l.code
    cross join lateral (select coalesce(case when r.specialists_only then p.specialists else p.number end, 0) as actual) a
$$;
grant execute on function staffing_at(date) to wuye_district, wuye_street, wuye_community, wuye_platform;

reset role;
