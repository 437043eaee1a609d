select u.id, u.name, u.display_name, u.role, u.street_code, u.community_code, u.firm_id, u.state, u.version, u.created_at, u.updated_at
from users u
where u.district_code = :'district'
  and u.role = any(:'role'::text[]) -- if role
  and u.state = any(:'state'::text[]) -- if state
  and u.street_code = any(:'street_code'::text[]) -- if street_code
  and u.community_code = any(:'community_code'::text[]) -- if community_code
  and u.firm_id = :'firm_id'::uuid -- if firm_id
  and position(lower(:'q') in lower(u.name || ' ' || coalesce(u.display_name, ''))) > 0 -- if q
  and u.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and (u.name, u.id) > (:'after_key', :'after_id'::uuid) -- if cursor
order by u.name, u.id -- if sort=name
limit :'limit'::bigint -- if limit
