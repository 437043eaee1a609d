-- Without a token those of every district, with one those of the caller's.
select c.*
from published_market_access c
where c.since <= :'today'::date and coalesce(c.until > :'today'::date, true)
  and c.district_code = :'district_code'::text -- if district_code
  and c."firm.uscc" = :'uscc'::text -- if uscc
  and c.state = :'state'::text -- if state
  and (c.since, c.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by c.since desc, c.id desc -- if sort=-since
limit :'limit'::bigint -- if limit
