select d.id, d.category, d.delegated, d.basis, d.effective_from, d.effective_to, d.created_at
from delegations d
where d.district_code = :'district'
  and d.effective_from <= :'as_of'::date and coalesce(d.effective_to > :'as_of'::date, true) -- if as_of
  and d.category = any(:'category'::text[]) -- if category
  and d.delegated = :'delegated'::boolean -- if delegated
  and (d.effective_from, d.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by d.effective_from, d.id -- if sort=effective_from
limit :'limit'::bigint -- if limit
