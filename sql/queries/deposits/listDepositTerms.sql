-- Row security: what is given to all, and of the caller's district what the role may see.
select s.*
from deposit_terms t
cross join lateral deposit_terms_card(t, :'today'::date) s
where true
  and s.state = any(:'state'::text[]) -- if state
  and t.state = 'published' and daterange(t.effective_from, t.effective_to) @> :'as_of'::date -- if as_of
  and (t.created_at, t.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by t.created_at desc, t.id desc -- if sort=-created_at
limit :'limit'::bigint -- if limit
