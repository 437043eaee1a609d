-- Without a token those of every district, with one those of the caller's.
select c.*
from published_dishonest_firms c
where true
  and c.district_code = :'district_code'::text -- if district_code
  and c."firm.uscc" = :'uscc'::text -- if uscc
  and c.cause = any(:'cause'::text[]) -- if cause
  and (c.since, c.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by c.since desc, c.id desc -- if sort=-since
limit :'limit'::bigint -- if limit
