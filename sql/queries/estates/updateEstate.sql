-- What is replaced goes to estates_past. A street keeps its own estates' particulars; what decides routing, ranking and money is the district's.
with before as (
    select e.*, greatest(:'now'::timestamptz, e.known_from + interval '1 microsecond') as moment
    from estates e
    where e.district_code = :'district' and e.id = :'id'::uuid
    for update
), place as (
    select j.street_code, j.community_code
    from division_jurisdictions j
    where j.district_code = :'district' and j.community_code = :'community_code'
      and j.effective_from <= :'today'::date and coalesce(j.effective_to > :'today'::date, true)
    limit 1
), kind as (
    select
        :'new_or_old'::text as new_or_old, -- if new_or_old
        b.new_or_old, -- if !new_or_old
        :'building_type'::text as building_type -- if building_type
        b.building_type -- if !building_type
    from before b
), judged as (
    select b.district_code, b.id, b.moment, case
        when b.version <> :'if_version'::integer then 'precondition_failed'
        when :'role' <> 'district' then 'members_reserved' -- if name
        when :'role' <> 'district' then 'members_reserved' -- if community_code
        when :'role' <> 'district' then 'members_reserved' -- if area_m2
        when :'role' <> 'district' then 'members_reserved' -- if building_type
        when :'role' <> 'district' then 'members_reserved' -- if new_or_old
        when :'role' <> 'district' then 'members_reserved' -- if old_kind
        when :'role' <> 'district' then 'members_reserved' -- if is_key
        when :'role' <> 'district' then 'members_reserved' -- if in_deficit
        when not exists (select from place) then 'community_unknown' -- if community_code
        when (k.new_or_old, k.building_type) <> (b.new_or_old, b.building_type) and exists (
            select from estate_modes m
            where m.district_code = b.district_code and m.estate_id = b.id and coalesce(m.valid_to > :'today'::date, true)
              and not mode_allowed(k.new_or_old, k.building_type, m.mode, greatest(m.valid_from, :'today'::date))) then 'mode_not_allowed'
        end as problem
    from before b, kind k
), kept as (
    insert into estates_past (district_code, id, code, name, street_code, community_code, area_m2, households, building_type, old_kind, new_or_old,
                              is_key, party_org, service_room_use, service_room_m2, public_revenue, grids, version, created_at, updated_at, known_from, in_deficit, no_oc_reason, known_to)
    select b.district_code, b.id, b.code, b.name, b.street_code, b.community_code, b.area_m2, b.households, b.building_type, b.old_kind, b.new_or_old,
           b.is_key, b.party_org, b.service_room_use, b.service_room_m2, b.public_revenue, b.grids, b.version, b.created_at, b.updated_at, b.known_from, b.in_deficit, b.no_oc_reason, b.moment
    from before b join judged j using (district_code, id)
    where j.problem is null
), changed as (
    update estates e set
        name = :'name', -- if name
        street_code = (select place.street_code from place), -- if community_code
        community_code = :'community_code', -- if community_code
        area_m2 = :'area_m2'::numeric, -- if area_m2
        households = :'households'::integer, -- if households
        building_type = :'building_type', -- if building_type
        old_kind = :'old_kind', -- if old_kind
        new_or_old = :'new_or_old', -- if new_or_old
        is_key = :'is_key'::boolean, -- if is_key
        party_org = :'party_org'::boolean, -- if party_org
        service_room_use = :'service_room_use_masked', -- if service_room_use_masked
        service_room_m2 = :'service_room_m2'::numeric, -- if service_room_m2
        public_revenue = :'public_revenue'::numeric, -- if public_revenue
        grids = :'grids'::integer, -- if grids
        in_deficit = :'in_deficit'::boolean, -- if in_deficit
        no_oc_reason = :'no_oc_reason', -- if no_oc_reason
        version = e.version + 1, updated_at = j.moment, known_from = j.moment
    from judged j
    where e.district_code = j.district_code and e.id = j.id and j.problem is null
    returning e.*
)
select
    j.id, c.code, c.name, c.street_code, c.community_code, c.area_m2, c.households, c.building_type, c.old_kind, c.new_or_old,
    c.is_key, c.party_org, m.mode, m.valid_from as mode_since,
    o.kind as owners_committee_kind, o.status as owners_committee_status, o.established_on as owners_committee_since, c.no_oc_reason,
    c.service_room_use, c.service_room_m2, c.public_revenue, c.grids, c.in_deficit,
    coalesce(c.area_m2 < r.below, false) and c.in_deficit is not false as tax_relief_eligible,
    case when c.area_m2 < r.below and c.in_deficit is null then '["in_deficit"]'::jsonb else '[]'::jsonb end as tax_relief_conditions,
    c.version, c.created_at, c.updated_at,
    refused(j.problem) as "!problem"
from judged j
left join changed c using (district_code, id)
left join estate_modes m on m.district_code = j.district_code and m.estate_id = j.id
    and m.valid_from <= :'today'::date and coalesce(m.valid_to > :'today'::date, true)
left join lateral (
    select c.kind, c.status, c.established_on
    from owners_committees c
    where c.district_code = j.district_code and c.estate_id = j.id
      and c.established_on <= :'today'::date and coalesce(c.dissolved_on > :'today'::date, true)
    order by c.kind <> 'owners_committee', c.established_on desc, c.id
    limit 1
) o on true
left join tax_relief_areas(:'today'::date) r on r.building_type = c.building_type
