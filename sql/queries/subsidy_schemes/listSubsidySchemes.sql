-- Row security: the shipped ones, and of the caller's district what the role may see.
select s.*
from subsidy_schemes b
cross join lateral subsidy_scheme_card(b, :'today'::date) s
where true
  and s.state = any(:'state'::text[]) -- if state
  and b.code = any(:'code'::text[]) -- if code
  and b.state = 'published' and daterange(b.effective_from, b.effective_to) @> :'as_of'::date -- if as_of
  and (b.code, b.id) > (:'after_key'::text, :'after_id'::uuid) -- if cursor
order by b.code, b.id -- if sort=code
limit :'limit'::bigint -- if limit
