select r.id, r.district_code = '*' as common, r.name, r.value, r.basis, r.effective_from, r.effective_to, r.created_at
from privacy_rules r
where r.district_code in (:'district', '*')
  and r.name = any(:'name'::text[]) -- if name
  and r.effective_from <= :'as_of'::date and coalesce(r.effective_to > :'as_of'::date, true) -- if as_of
  and (r.effective_from, r.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by r.effective_from, r.id -- if sort=effective_from
limit :'limit'::bigint -- if limit
