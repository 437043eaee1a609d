-- Without a token those of every district, with one those of the caller's.
select c.id, c.district_code, c.uscc, c.name, c.locality, c.registered_division, c.service_hotline, c.party_org, c.status, c."grade.grade", c."grade.as_of", c."grade.publication_id",
    to_json(c.lists) as lists, c.dishonest, c."market_access.state", c."market_access.since", c."market_access.until", c.estates
from published_firms c
where true
  and c.district_code = :'district_code'::text -- if district_code
  and c.uscc = :'uscc'::text -- if uscc
  and c.status = any(:'status'::text[]) -- if status
  and c."grade.grade" = any(:'grade'::text[]) -- if grade
  and :'list'::text = any(c.lists) -- if list
  and c.dishonest = :'dishonest'::boolean -- if dishonest
  and c.name_x like zh_like(:'q') -- if q
  and (c.name, c.id) > (:'after_key'::text, :'after_id'::uuid) -- if cursor
order by c.name, c.id -- if sort=name
limit :'limit'::bigint -- if limit
