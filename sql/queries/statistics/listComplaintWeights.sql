select w.id, w.district_code = '*' as common, w.name, w.response, w.solved, w.satisfied, w.basis, w.effective_from, w.effective_to, w.created_at
from complaint_weights w
where w.district_code in (:'district', '*')
  and w.effective_from <= :'as_of'::date and coalesce(w.effective_to > :'as_of'::date, true) -- if as_of
  and (w.effective_from, w.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by w.effective_from, w.id -- if sort=effective_from
limit :'limit'::bigint -- if limit
