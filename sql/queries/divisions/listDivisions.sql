select
    d.code, d.parent_code, d.level, d.kind, d.name, d.pinyin, d.initials,
    j.district_code, j.street_code, j.community_code,
    d.effective_from, d.effective_to
from divisions d
left join division_jurisdictions j
    on j.code = d.code and j.effective_from <= :'today'::date and coalesce(j.effective_to > :'today'::date, true)
where true
  and d.level = any(:'level'::smallint[]) -- if level
  and d.parent_code = :'parent_code'::text -- if parent_code
  and j.district_code = :'district_code'::text -- if district_code
  and d.name_x like zh_like(:'q') -- if q
  and d.code > :'after_key'::text -- if cursor, sort=code
  and (d.name, d.code) > (:'after_key', :'after_id') -- if cursor, sort=name
order by d.code -- if sort=code
order by d.name, d.code -- if sort=name
limit :'limit'::bigint -- if limit
