-- An estate has one mode on a day, and one line: of several bodies that act for its owners the committee itself, else the youngest. With as_of the rows
-- are those that the register had when the day was over, and row security asks whose they were then. The page is cut before anything is looked up for its
-- rows, unless that is what is asked for. estate_search and estate_past_search are the caller's own views: sql/views/registers.sql.
select
    e.id, e.code, e.name, e.street_code, e.community_code, e.area_m2, e.households, e.building_type, e.old_kind, e.new_or_old,
    e.is_key, e.party_org, m.mode, m.valid_from as mode_since,
    o.kind as owners_committee_kind, o.status as owners_committee_status, o.established_on as owners_committee_since, e.no_oc_reason,
    e.service_room_use, e.service_room_m2, e.public_revenue, e.grids, e.in_deficit,
    coalesce(e.area_m2 < r.below, false) and e.in_deficit is not false as tax_relief_eligible,
    case when e.area_m2 < r.below and e.in_deficit is null then '["in_deficit"]'::jsonb else '[]'::jsonb end as tax_relief_conditions,
    e.version, e.created_at, e.updated_at
from (
    select e.*
    from estates e -- if !as_of, !q
    from estate_search e -- if !as_of, q
    from estates_at(:'as_of'::date) e -- if as_of, !q
    from estate_past_search e -- if as_of, q
    where e.district_code = :'district'
      and e.street_code = any(:'street_code'::text[]) -- if street_code
      and e.community_code = any(:'community_code'::text[]) -- if community_code
      and e.new_or_old = any(:'new_or_old'::text[]) -- if new_or_old
      and e.building_type = any(:'building_type'::text[]) -- if building_type
      and e.is_key = :'is_key'::boolean -- if is_key
      and e.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and e.name_x like zh_like(:'q') -- if q
      and e.known_from < (:'as_of'::date + 1)::timestamptz and e.known_to >= (:'as_of'::date + 1)::timestamptz -- if as_of, q
      and e.code > :'after_key'::text -- if cursor
    order by e.code -- if limit, !mode, !owners_committee, !tax_relief_eligible
    limit :'limit'::bigint -- if limit, !mode, !owners_committee, !tax_relief_eligible
) e
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
where true
  and m.mode = any(:'mode'::text[]) -- if mode
  and (o.kind is not distinct from 'owners_committee') = :'owners_committee'::boolean -- if owners_committee
  and (coalesce(e.area_m2 < r.below, false) and e.in_deficit is not false) = :'tax_relief_eligible'::boolean -- if tax_relief_eligible
order by e.code -- if sort=code
limit :'limit'::bigint -- if limit
