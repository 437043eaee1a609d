select e.id, e.complaint_id, e.erased_at, e.ended_at, e.contact_years, e.keeps_caller_hash, e.tickets
from contact_erasures e
where e.district_code = :'district'
  and e.complaint_id = :'complaint_id'::uuid -- if complaint_id
  and e.erased_at >= :'erased_from'::timestamptz -- if erased_from
  and e.erased_at < :'erased_before'::timestamptz -- if erased_before
  and (e.erased_at, e.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-erased_at
  and (e.erased_at, e.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=erased_at
order by e.erased_at desc, e.id desc -- if sort=-erased_at
order by e.erased_at, e.id -- if sort=erased_at
limit :'limit'::bigint -- if limit
