-- Without a token those of every district, with one those of the caller's.
select c.id, c.district_code, c.code, c.name, c.street_code, c.community_code, c."firm.id", c."firm.name", c."firm.uscc", c.contract_id
from published_estates c
where true
  and c.district_code = :'district_code'::text -- if district_code
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and c.community_code = any(:'community_code'::text[]) -- if community_code
  and c."firm.uscc" = :'uscc'::text -- if uscc
  and c.name_x like zh_like(:'q') -- if q
  and (c.code, c.id) > (:'after_key'::text, :'after_id'::uuid) -- if cursor
order by c.code, c.id -- if sort=code
limit :'limit'::bigint -- if limit
