-- Row security: the common one and the caller's district's.
select c.id, c.district_code = '*' as common, c.policy_set, c.basis, c.effective_from, c.effective_to, c.created_at
from sla_choices c
where true
  and c.effective_from <= :'as_of'::date and coalesce(c.effective_to > :'as_of'::date, true) -- if as_of
  and (c.effective_from, c.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by c.effective_from, c.id -- if sort=effective_from
limit :'limit'::bigint -- if limit
