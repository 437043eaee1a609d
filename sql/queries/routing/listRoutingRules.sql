select r.id, r.district_code = '*' as common, r.position, r.category, r.delegated, r.expedited, r.urgency, r.unit_kind, r.department, r.basis, r.effective_from, r.effective_to,
    r.created_at
from routing_rules r
where r.district_code in (:'district', '*')
  and r.effective_from <= :'as_of'::date and coalesce(r.effective_to > :'as_of'::date, true) -- if as_of
  and r.unit_kind = any(:'unit_kind'::text[]) -- if unit_kind
  and r.category = any(:'category'::text[]) -- if category
  and (r.district_code = '*') = :'common'::boolean -- if common
  and (r.position, r.id) > (:'after_key'::integer, :'after_id'::uuid) -- if cursor
order by r.position, r.id -- if sort=position
limit :'limit'::bigint -- if limit
