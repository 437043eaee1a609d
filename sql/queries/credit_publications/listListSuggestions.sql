select s.*
from credit_list_suggestions(:'list', :'today'::date, :'now'::timestamptz) s
where true
  and (s.name, s.id) > (:'after_key'::text, :'after_id'::uuid) -- if cursor
order by s.name, s.id -- if sort=name
limit :'limit'::bigint -- if limit
