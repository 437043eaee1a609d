-- Without a token those of every district, with one those of the caller's.
select c.*
from published_rankings c
where true
  and c.district_code = :'district_code'::text -- if district_code
  and c.list = :'list'::text -- if list
  and c.quarter = :'quarter'::text -- if quarter
  and c.superseded = :'superseded'::boolean -- if superseded
  and (c.published_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.published_at desc, c.id desc -- if sort=-published_at
limit :'limit'::bigint -- if limit
