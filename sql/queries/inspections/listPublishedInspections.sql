-- Without a token those of every district, with one those of the caller's.
select c.*
from published_inspections c
where true
  and c.district_code = :'district_code'::text -- if district_code
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and c.kind = any(:'kind'::text[]) -- if kind
  and c.draw_id = :'draw_id'::uuid -- if draw_id
  and c."estate.id" = :'estate_id'::uuid -- if estate_id
  and c."firm.id" = :'firm_id'::uuid -- if firm_id
  and c.visited_on >= :'visited_from'::date -- if visited_from
  and c.visited_on < :'visited_before'::date -- if visited_before
  and (c.published_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.published_at desc, c.id desc -- if sort=-published_at
limit :'limit'::bigint -- if limit
