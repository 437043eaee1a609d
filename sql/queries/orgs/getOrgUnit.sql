-- One that has ended is still to be read.
select
    u.id, u.level, u.kind, u.name, u.division_code, coalesce(u.street_code, e.street_code) as street_code,
    coalesce(u.community_code, e.community_code) as community_code, u.estate_id, e.name as estate_name,
    coalesce(d.kind in ('town', 'township'), false) as is_town, u.supervises, u.budgeted, u.venue_kind, u.venue_address, u.venue_area_m2,
    u.established_on, u.ended_on, u.end_reason,
    n.full_time as full_time_staff, n.number as staff, u.version, u.created_at, u.updated_at
from org_units_at(coalesce(:'as_of'::date, :'today'::date)) u
left join estates_at(coalesce(:'as_of'::date, :'today'::date)) e on e.district_code = u.district_code and e.id = u.estate_id
left join divisions d on d.code = u.division_code
left join lateral (
    select (count(*) filter (where s.full_time))::integer as full_time, count(*)::integer as number
    from org_staff s
    where s.district_code = u.district_code and s.org_unit_id = u.id
      and s.known_from < (coalesce(:'as_of'::date, :'today'::date) + 1)::timestamptz and s.valid_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(s.valid_to > coalesce(:'as_of'::date, :'today'::date), true)
) n on true
where u.district_code = :'district' and u.id = :'id'::uuid
