-- The street is the community's; an estate has a mode from its first day in the register.
with place as (
    select j.street_code, j.community_code
    from division_jurisdictions j
    where j.district_code = :'district' and j.community_code = :'community_code'
      and j.effective_from <= :'today'::date and coalesce(j.effective_to > :'today'::date, true)
    limit 1
), estate as (
    insert into estates (district_code, id, code, name, street_code, community_code, area_m2, households, building_type, old_kind, new_or_old,
                         is_key, party_org, service_room_use, service_room_m2, public_revenue, grids, created_at, updated_at, known_from)
    select :'district', :'new_id'::uuid, :'code', :'name', place.street_code, place.community_code, :'area_m2'::numeric, :'households'::integer,
           :'building_type', :'old_kind', :'new_or_old', coalesce(:'is_key'::boolean, false), coalesce(:'party_org'::boolean, false),
           :'service_room_use', :'service_room_m2'::numeric, :'public_revenue'::numeric, :'grids'::integer,
           :'now'::timestamptz, :'now'::timestamptz, :'now'::timestamptz
    from place
    returning *
), mode as (
    insert into estate_modes (district_code, estate_id, mode, valid_from, known_from)
    select estate.district_code, estate.id, :'mode', :'today'::date, :'now'::timestamptz
    from estate
    where :'mode'::text is not null
    returning *
)
select
    e.id, e.code, e.name, e.street_code, e.community_code, e.area_m2, e.households, e.building_type, e.old_kind, e.new_or_old,
    e.is_key, e.party_org, m.mode, m.valid_from as mode_since, null::text as owners_committee_kind, null::text as owners_committee_status,
    e.service_room_use, e.service_room_m2, e.public_revenue, e.grids, e.version, e.created_at, e.updated_at,
    case when e.id is null then 'community_unknown' end as "!problem"
from (values (1)) one (row)
left join estate e on true
left join mode m on true
