select q.id, q.firm_id, q.accounts, q.effective_from, q.created_at
from account_quotas q
where q.district_code = :'district'
  and q.firm_id = :'firm_id'::uuid -- if firm_id
  and (q.effective_from, q.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by q.effective_from desc, q.id desc -- if sort=-effective_from
limit :'limit'::bigint -- if limit
