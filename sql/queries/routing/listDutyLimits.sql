select l.id, l.district_code = '*' as common, l.name, nullif(l.subject, '*') as subject, l.value, l.unit, l.basis, l.effective_from, l.effective_to, l.created_at
from duty_limits l
where l.district_code in (:'district', '*')
  and l.name = any(:'name'::text[]) -- if name
  and l.effective_from <= :'as_of'::date and coalesce(l.effective_to > :'as_of'::date, true) -- if as_of
  and (l.effective_from, l.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by l.effective_from, l.id -- if sort=effective_from
limit :'limit'::bigint -- if limit
