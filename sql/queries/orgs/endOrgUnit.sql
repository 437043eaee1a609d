-- Whoever works there stops with it. The days that are past stand.
with before as (
    select u.*, greatest(:'now'::timestamptz, u.known_from + interval '1 microsecond') as moment, coalesce(:'ended_on'::date, :'today'::date) as last
    from org_units u
    where u.district_code = :'district' and u.id = :'id'::uuid
    for update
), judged as (
    select b.district_code, b.id, b.moment, b.last, case
        when b.ended_on is not null then 'state_conflict'
        when b.last < :'today'::date then 'takes_effect_in_the_past'
        end as problem, case when b.ended_on is not null then 'ended' end as state
    from before b
), kept as (
    insert into org_units_past (district_code, id, level, kind, name, division_code, street_code, community_code, estate_id, supervises, budgeted,
                                venue_kind, venue_address, venue_area_m2, established_on, ended_on, end_reason, version, created_at, updated_at, known_from, known_to)
    select b.district_code, b.id, b.level, b.kind, b.name, b.division_code, b.street_code, b.community_code, b.estate_id, b.supervises, b.budgeted,
           b.venue_kind, b.venue_address, b.venue_area_m2, b.established_on, b.ended_on, b.end_reason, b.version, b.created_at, b.updated_at, b.known_from, b.moment
    from before b join judged j using (district_code, id)
    where j.problem is null
), left_it as materialized (
    select end_org_staff(j.district_code, j.id, j.last, :'now'::timestamptz) as ended
    from judged j
    where j.problem is null
), changed as (
    update org_units u set ended_on = j.last, end_reason = :'reason_masked', version = u.version + 1, updated_at = j.moment, known_from = j.moment
    from judged j, left_it
    where u.district_code = j.district_code and u.id = j.id and j.problem is null
    returning u.*
)
select
    j.id, c.level, c.kind, c.name, c.division_code, coalesce(c.street_code, e.street_code) as street_code,
    coalesce(c.community_code, e.community_code) as community_code, c.estate_id, e.name as estate_name,
    coalesce(d.kind in ('town', 'township'), false) as is_town, c.supervises, c.budgeted, c.venue_kind, c.venue_address, c.venue_area_m2,
    c.established_on, c.ended_on, c.end_reason,
    case when j.last > :'today'::date then coalesce(n.full_time, 0) else 0 end as full_time_staff,
    case when j.last > :'today'::date then coalesce(n.number, 0) else 0 end as staff, c.version, c.created_at, c.updated_at,
    refused(j.problem) as "!problem", j.state as "!state"
from judged j
left join changed c using (district_code, id)
left join estates e on e.district_code = c.district_code and e.id = c.estate_id
left join divisions d on d.code = c.division_code
left join lateral (
    select (count(*) filter (where s.full_time))::integer as full_time, count(*)::integer as number
    from org_staff s
    where s.district_code = j.district_code and s.org_unit_id = j.id
      and s.known_from < (:'today'::date + 1)::timestamptz and s.valid_from <= :'today'::date and coalesce(s.valid_to > :'today'::date, true)
) n on true
