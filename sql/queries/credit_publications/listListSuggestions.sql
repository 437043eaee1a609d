select s.*
from credit_list_suggestions(:'today'::date, :'now'::timestamptz) s
where true
  and s.list = any(:'list'::text[]) -- if list
  and s.action = :'action'::text -- if action
  and (s.name, s.key) > (:'after_key'::text, :'after_id'::text) -- if cursor
order by s.name, s.key -- if sort=name
limit :'limit'::bigint -- if limit
