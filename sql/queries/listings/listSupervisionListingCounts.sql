select n.street_code, (select d.name from divisions d where d.code = n.street_code) as street_name, n.listed, n.open, n.overdue, n.accepted_in_time, n.accepted_late
from listing_counts(:'from'::date, :'before'::date) n
where true
  and n.street_code = any(:'street_code'::text[]) -- if street_code
  and n.street_code > :'after_key'::text -- if cursor
order by n.street_code -- if sort=street_code
limit :'limit'::bigint -- if limit
