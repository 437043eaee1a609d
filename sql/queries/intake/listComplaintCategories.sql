select k.code, k.zh, k.en, k.confidential, k.expedited, k.delegated, k.department, k.violation_code, k.source, k.effective_from, k.effective_to
from complaint_categories k
where k.effective_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(k.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
  and k.code > :'after_key'::text -- if cursor
order by k.code -- if sort=code
limit :'limit'::bigint -- if limit
