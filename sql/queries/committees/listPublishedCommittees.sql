-- Without a token those of every district, with one those of the caller's.
select c.*
from published_committees c
where true
  and c.district_code = :'district_code'::text -- if district_code
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and c."estate.id" = :'estate_id'::uuid -- if estate_id
  and c.kind = any(:'kind'::text[]) -- if kind
  and c.status = any(:'status'::text[]) -- if status
  and (c.established_on, c.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by c.established_on, c.id -- if sort=established_on
limit :'limit'::bigint -- if limit
