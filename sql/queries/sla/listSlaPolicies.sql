-- Row security: the common ones and the caller's district's.
select s.*
from sla_policies p
cross join lateral sla_policy_card(p) s
where true
  and p.policy_set = any(:'policy_set'::text[]) -- if policy_set
  and p.kind = any(:'kind'::text[]) -- if kind
  and p.effective_from <= :'as_of'::date and coalesce(p.effective_to > :'as_of'::date, true) -- if as_of
  and (p.effective_from, p.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by p.effective_from, p.id -- if sort=effective_from
limit :'limit'::bigint -- if limit
