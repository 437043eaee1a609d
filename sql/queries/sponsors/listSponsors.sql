select s.*
from sponsor_cards s
where true
  and s.street_code = any(:'street_code'::text[]) -- if street_code
  and s.estate_id = :'estate_id'::uuid -- if estate_id
  and s.valid_from <= :'as_of'::date and coalesce(s.valid_to > :'as_of'::date, true) -- if as_of
  and (s.valid_from, s.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by s.valid_from desc, s.id desc -- if sort=-valid_from
limit :'limit'::bigint -- if limit
