select
    e.id, e.code, e.name, e.street_code, e.community_code, e.area_m2, e.households, e.building_type, e.old_kind, e.new_or_old,
    e.is_key, e.party_org, m.mode, m.valid_from as mode_since, o.kind as owners_committee_kind, o.status as owners_committee_status,
    e.service_room_use, e.service_room_m2, e.public_revenue, e.grids, e.version, e.created_at, e.updated_at
from estates e
left join estate_modes m on m.district_code = e.district_code and m.estate_id = e.id
    and m.valid_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(m.valid_to > coalesce(:'as_of'::date, :'today'::date), true)
left join owners_committees o on o.district_code = e.district_code and o.estate_id = e.id
    and o.established_on <= coalesce(:'as_of'::date, :'today'::date)
    and coalesce(o.dissolved_on > coalesce(:'as_of'::date, :'today'::date), true)
where e.district_code = :'district'
  and e.street_code = any(:'street_code'::text[]) -- if street_code
  and e.community_code = any(:'community_code'::text[]) -- if community_code
  and m.mode = any(:'mode'::text[]) -- if mode
  and e.new_or_old = any(:'new_or_old'::text[]) -- if new_or_old
  and e.building_type = any(:'building_type'::text[]) -- if building_type
  and e.is_key = :'is_key'::boolean -- if is_key
  and e.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and e.name_x like zh_like(:'q') -- if q
  and e.code > :'after_key'::text -- if cursor
order by e.code -- if sort=code
limit :'limit'::bigint -- if limit
