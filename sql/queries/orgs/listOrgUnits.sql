-- What stands on the day, as the register had it when the day was over. The page is cut before anything is looked up for it.
select
    u.id, u.level, u.kind, u.name, u.division_code, coalesce(u.street_code, e.street_code) as street_code,
    coalesce(u.community_code, e.community_code) as community_code, u.estate_id, e.name as estate_name,
    coalesce(d.kind in ('town', 'township'), false) as is_town, u.supervises, u.budgeted, u.venue_kind, u.venue_address, u.venue_area_m2,
    u.established_on, u.ended_on, u.end_reason,
    n.full_time as full_time_staff, n.number as staff, u.version, u.created_at, u.updated_at
from (
    select b.*
    from org_units b -- if !as_of
    from org_units_at(:'as_of'::date) b -- if as_of
    where b.district_code = :'district'
      and b.established_on <= coalesce(:'as_of'::date, :'today'::date) and coalesce(b.ended_on > coalesce(:'as_of'::date, :'today'::date), true)
      and b.level = any(:'level'::text[]) -- if level
      and b.kind = any(:'kind'::text[]) -- if kind
      and (b.street_code = any(:'street_code'::text[]) or exists (select from estates_at(coalesce(:'as_of'::date, :'today'::date)) x where x.district_code = b.district_code and x.id = b.estate_id and x.street_code = any(:'street_code'::text[]))) -- if street_code
      and (b.community_code = any(:'community_code'::text[]) or exists (select from estates_at(coalesce(:'as_of'::date, :'today'::date)) x where x.district_code = b.district_code and x.id = b.estate_id and x.community_code = any(:'community_code'::text[]))) -- if community_code
      and b.estate_id = :'estate_id'::uuid -- if estate_id
      and b.supervises = :'supervises'::boolean -- if supervises
      and b.budgeted = :'budgeted'::boolean -- if budgeted
      and b.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and b.name_x like zh_like(:'q') -- if q
      and b.id > :'after_id'::uuid -- if cursor
    order by b.id -- if sort=id
    limit :'limit'::bigint -- if limit
) u
left join lateral (
    select x.name, x.street_code, x.community_code
    from estates_at(coalesce(:'as_of'::date, :'today'::date)) x
    where x.district_code = u.district_code and x.id = u.estate_id
    limit 1 -- by its key for each row of the page, not all estates at once
) e on true
left join divisions d on d.code = u.division_code
left join lateral (
    select (count(*) filter (where s.full_time))::integer as full_time, count(*)::integer as number
    from org_staff s
    where s.district_code = u.district_code and s.org_unit_id = u.id
      and s.known_from < (coalesce(:'as_of'::date, :'today'::date) + 1)::timestamptz and s.valid_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(s.valid_to > coalesce(:'as_of'::date, :'today'::date), true)
) n on true
order by u.id -- if sort=id
