-- The place is a division of the level, or an estate; a street has its own alone.
with place as (
    select :'district'::text as division_code, null::text as street_code, null::text as community_code, null::uuid as estate_id
    where :'level' = 'district' and :'role' = 'district' and :'estate_id'::uuid is null and coalesce(:'division_code' = :'district', true)
    union all
    select j.code, j.street_code, j.community_code, null
    from division_jurisdictions j
    where j.district_code = :'district' and j.code = :'division_code' and :'estate_id'::uuid is null
      and :'level' = case when j.community_code is null then 'street' else 'community' end
      and j.effective_from <= :'today'::date and coalesce(j.effective_to > :'today'::date, true)
      and (:'role' = 'district' or j.street_code = :'street')
    union all
    select null, null, null, e.id
    from estates e
    where e.district_code = :'district' and e.id = :'estate_id'::uuid and :'level' = 'estate' and :'division_code'::text is null
), made as (
    insert into org_units (district_code, id, level, kind, name, division_code, street_code, community_code, estate_id, supervises, budgeted,
                           venue_kind, venue_address, venue_area_m2, established_on, created_at, updated_at, known_from)
    select :'district', :'new_id'::uuid, :'level', :'kind', :'name', p.division_code, p.street_code, p.community_code, p.estate_id,
           coalesce(:'supervises'::boolean, false), coalesce(:'budgeted'::boolean, false), :'venue_kind', :'venue_address', :'venue_area_m2'::numeric,
           :'established_on'::date, :'now'::timestamptz, :'now'::timestamptz, :'now'::timestamptz
    from place p
    returning *
)
select
    c.id, c.level, c.kind, c.name, c.division_code, coalesce(c.street_code, e.street_code) as street_code,
    coalesce(c.community_code, e.community_code) as community_code, c.estate_id, e.name as estate_name,
    coalesce(d.kind in ('town', 'township'), false) as is_town, c.supervises, c.budgeted, c.venue_kind, c.venue_address, c.venue_area_m2,
    c.established_on, c.ended_on, c.end_reason,
    0 as full_time_staff, 0 as staff, c.version, c.created_at, c.updated_at,
    refused(case when c.id is null then 'org_unit_place_wrong' end) as "!problem"
from (values (1)) one (row)
left join made c on true
left join estates e on e.district_code = c.district_code and e.id = c.estate_id
left join divisions d on d.code = c.division_code
