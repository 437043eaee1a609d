-- The street is the community's; an estate has a mode from its first day in the register, one that its kind may have.
with place as (
    select j.street_code, j.community_code
    from division_jurisdictions j
    where j.district_code = :'district' and j.community_code = :'community_code'
      and j.effective_from <= :'today'::date and coalesce(j.effective_to > :'today'::date, true)
    limit 1
), judged as (
    select case
        when not exists (select from place) then 'community_unknown'
        when :'mode'::text is not null and not mode_allowed(:'new_or_old'::text, :'building_type'::text, :'mode'::text, :'today'::date) then 'mode_not_allowed'
        end as problem
), estate as (
    insert into estates (district_code, id, code, name, street_code, community_code, area_m2, households, building_type, old_kind, new_or_old,
                         is_key, party_org, service_room_use, service_room_m2, public_revenue, grids, in_deficit, no_oc_reason, created_at, updated_at, known_from)
    select :'district', :'new_id'::uuid, :'code', :'name', place.street_code, place.community_code, :'area_m2'::numeric, :'households'::integer,
           :'building_type', :'old_kind', :'new_or_old', coalesce(:'is_key'::boolean, false), coalesce(:'party_org'::boolean, false),
           :'service_room_use_masked', :'service_room_m2'::numeric, :'public_revenue'::numeric, :'grids'::integer, :'in_deficit'::boolean, :'no_oc_reason',
           :'now'::timestamptz, :'now'::timestamptz, :'now'::timestamptz
    from place, judged
    where judged.problem is null
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
    e.is_key, e.party_org, m.mode, m.valid_from as mode_since,
    null::text as owners_committee_kind, null::text as owners_committee_status, null::date as owners_committee_since, e.no_oc_reason,
    e.service_room_use, e.service_room_m2, e.public_revenue, e.grids, e.in_deficit,
    coalesce(e.area_m2 < r.below, false) and e.in_deficit is not false as tax_relief_eligible,
    case when e.area_m2 < r.below and e.in_deficit is null then '["in_deficit"]'::jsonb else '[]'::jsonb end as tax_relief_conditions,
    e.version, e.created_at, e.updated_at,
    refused(judged.problem) as "!problem"
from judged
left join estate e on true
left join mode m on true
left join tax_relief_areas(:'today'::date) r on r.building_type = e.building_type
