-- Row security: the shipped ones, and of the caller's district what the role may see.
select c.*
from target_schemes s
cross join lateral target_scheme_card(s, :'today'::date) c
where true
  and c.state = any(:'state'::text[]) -- if state
  and s.code = any(:'code'::text[]) -- if code
  and s.state = 'published' and daterange(s.effective_from, s.effective_to) @> :'as_of'::date -- if as_of
  and (s.code, s.id) > (:'after_key'::text, :'after_id'::uuid) -- if cursor
order by s.code, s.id -- if sort=code
limit :'limit'::bigint -- if limit
