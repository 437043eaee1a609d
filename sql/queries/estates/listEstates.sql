-- An estate has one mode on a day, and one line: of several bodies that act for its owners the committee itself, else the youngest. With as_of the rows
-- are those that the register had when the day was over, and row security asks whose they were then. Each half of what it had is cut to a page by itself:
-- the planner takes no order from within a union under row security, and would read and sort the whole register (estates_at() for a page).
select
    e.id, e.code, e.name, e.street_code, e.community_code, e.area_m2, e.households, e.building_type, e.old_kind, e.new_or_old,
    e.is_key, e.party_org, m.mode, m.valid_from as mode_since,
    o.kind as owners_committee_kind, o.status as owners_committee_status, o.established_on as owners_committee_since, e.no_oc_reason,
    e.service_room_use, e.service_room_m2, e.public_revenue, e.grids, e.in_deficit,
    coalesce(e.area_m2 < r.below, false) and e.in_deficit is not false as tax_relief_eligible,
    case when e.area_m2 < r.below and e.in_deficit is null then '["in_deficit"]'::jsonb else '[]'::jsonb end as tax_relief_conditions,
    e.version, e.created_at, e.updated_at
from estates e -- if !as_of
from ( -- if as_of
    (select t.district_code, t.id, t.code, t.name, t.street_code, t.community_code, t.area_m2, t.households, t.building_type, t.old_kind, t.new_or_old, -- if as_of
           t.is_key, t.party_org, t.no_oc_reason, t.service_room_use, t.service_room_m2, t.public_revenue, t.grids, t.in_deficit, -- if as_of
           t.version, t.created_at, t.updated_at -- if as_of
    from estates t -- if as_of
    where t.district_code = :'district' and t.known_from < (:'as_of'::date + 1)::timestamptz -- if as_of
      and t.street_code = any(:'street_code'::text[]) -- if as_of, street_code
      and t.community_code = any(:'community_code'::text[]) -- if as_of, community_code
      and t.new_or_old = any(:'new_or_old'::text[]) -- if as_of, new_or_old
      and t.building_type = any(:'building_type'::text[]) -- if as_of, building_type
      and t.is_key = :'is_key'::boolean -- if as_of, is_key
      and t.updated_at >= :'updated_since'::timestamptz -- if as_of, updated_since
      and t.name_x like zh_like(:'q') -- if as_of, q
      and t.code > :'after_key'::text -- if as_of, cursor
    order by t.code -- if as_of, limit, !mode, !owners_committee
    limit :'limit'::bigint -- if as_of, limit, !mode, !owners_committee
    ) -- if as_of
    union all -- if as_of
    (select p.district_code, p.id, p.code, p.name, p.street_code, p.community_code, p.area_m2, p.households, p.building_type, p.old_kind, p.new_or_old, -- if as_of
           p.is_key, p.party_org, p.no_oc_reason, p.service_room_use, p.service_room_m2, p.public_revenue, p.grids, p.in_deficit, -- if as_of
           p.version, p.created_at, p.updated_at -- if as_of
    from estates_past p -- if as_of
    where p.district_code = :'district' and p.known_from < (:'as_of'::date + 1)::timestamptz and p.known_to >= (:'as_of'::date + 1)::timestamptz -- if as_of
      and p.street_code = any(:'street_code'::text[]) -- if as_of, street_code
      and p.community_code = any(:'community_code'::text[]) -- if as_of, community_code
      and p.new_or_old = any(:'new_or_old'::text[]) -- if as_of, new_or_old
      and p.building_type = any(:'building_type'::text[]) -- if as_of, building_type
      and p.is_key = :'is_key'::boolean -- if as_of, is_key
      and p.updated_at >= :'updated_since'::timestamptz -- if as_of, updated_since
      and p.name_x like zh_like(:'q') -- if as_of, q
      and p.code > :'after_key'::text -- if as_of, cursor
    order by p.code -- if as_of, limit, !mode, !owners_committee
    limit :'limit'::bigint -- if as_of, limit, !mode, !owners_committee
    ) -- if as_of
) e -- if as_of
left join lateral (
    select p.mode, p.valid_from
    from estate_modes p -- if !as_of
    from estate_modes_at(:'as_of'::date) p -- if as_of
    where p.district_code = e.district_code and p.estate_id = e.id
      and p.valid_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(p.valid_to > coalesce(:'as_of'::date, :'today'::date), true)
    limit 1 -- if !mode
) m on true
left join lateral (
    select c.kind, c.status, c.established_on
    from owners_committees c -- if !as_of
    from owners_committees_at(:'as_of'::date) c -- if as_of
    where c.district_code = e.district_code and c.estate_id = e.id
      and c.established_on <= coalesce(:'as_of'::date, :'today'::date) and coalesce(c.dissolved_on > coalesce(:'as_of'::date, :'today'::date), true)
    order by c.kind <> 'owners_committee', c.established_on desc, c.id
    limit 1
) o on true
left join tax_relief_areas(coalesce(:'as_of'::date, :'today'::date)) r on r.building_type = e.building_type
where e.district_code = :'district'
  and e.street_code = any(:'street_code'::text[]) -- if !as_of, street_code
  and e.community_code = any(:'community_code'::text[]) -- if !as_of, community_code
  and m.mode = any(:'mode'::text[]) -- if mode
  and e.new_or_old = any(:'new_or_old'::text[]) -- if !as_of, new_or_old
  and e.building_type = any(:'building_type'::text[]) -- if !as_of, building_type
  and e.is_key = :'is_key'::boolean -- if !as_of, is_key
  and (o.kind is not distinct from 'owners_committee') = :'owners_committee'::boolean -- if owners_committee
  and e.updated_at >= :'updated_since'::timestamptz -- if !as_of, updated_since
  and e.name_x like zh_like(:'q') -- if !as_of, q
  and e.code > :'after_key'::text -- if cursor
order by e.code -- if sort=code
limit :'limit'::bigint -- if limit
