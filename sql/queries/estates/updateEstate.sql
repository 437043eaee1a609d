-- What is replaced goes to estates_past. Which members there are says the body's schema, whose they are change_estate().
select
    e.id, e.code, e.name, e.street_code, e.community_code, e.area_m2, e.households, e.building_type, e.old_kind, e.new_or_old,
    e.is_key, e.party_org, m.mode, m.valid_from as mode_since,
    o.kind as owners_committee_kind, o.status as owners_committee_status, o.established_on as owners_committee_since, e.no_oc_reason,
    e.service_room_use, e.service_room_m2, e.public_revenue, e.grids, e.in_deficit,
    coalesce(e.area_m2 < r.below, false) and e.in_deficit is not false as tax_relief_eligible,
    case when e.area_m2 < r.below and e.in_deficit is null then '["in_deficit"]'::jsonb else '[]'::jsonb end as tax_relief_conditions,
    e.version, e.created_at, e.updated_at,
    refused(k.problem) as "!problem"
from estates b
cross join lateral change_estate(b.id, :'body'::jsonb
    || jsonb_build_object('service_room_use', :'service_room_use_masked'::text) -- if service_room_use_masked
    , null, :'now'::timestamptz, :'today'::date, :'if_version'::integer) k
cross join lateral (select (k.estate).*) e
left join estate_modes m on m.district_code = b.district_code and m.estate_id = b.id
    and m.valid_from <= :'today'::date and coalesce(m.valid_to > :'today'::date, true)
left join lateral (
    select c.kind, c.status, c.established_on
    from owners_committees c
    where c.district_code = b.district_code and c.estate_id = b.id
      and c.established_on <= :'today'::date and coalesce(c.dissolved_on > :'today'::date, true)
    order by c.kind <> 'owners_committee', c.established_on desc, c.id
    limit 1
) o on true
left join tax_relief_areas(:'today'::date) r on r.building_type = e.building_type
where b.district_code = :'district' and b.id = :'id'::uuid
