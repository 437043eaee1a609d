select
    f.id, f.uscc, f.name, f.locality, f.registered_division, f.service_hotline, f.party_org, f.party_org_since,
    f.market_access, f.status, f.version, f.created_at, f.updated_at
from firms f
where f.district_code = :'district'
  and f.uscc = :'uscc'::text -- if uscc
  and f.locality = :'locality'::text -- if locality
  and f.market_access = any(:'market_access'::text[]) -- if market_access
  and f.status = any(:'status'::text[]) -- if status
  and f.party_org = :'party_org'::boolean -- if party_org
  and f.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and f.name_x like zh_like(:'q') -- if q
  and (f.name, f.id) > (:'after_key', :'after_id'::uuid) -- if cursor
order by f.name, f.id -- if sort=name
limit :'limit'::bigint -- if limit
