select t.id, t.complaint_id, t.tier, t.body, t.reason, t.set_role, t.set_by_name, t.set_at
from dispute_tiers t
where t.district_code = :'district' and t.complaint_id = :'id'::uuid
  and (select must_exist(exists (select from complaints c where c.district_code = :'district' and c.id = :'id'::uuid)))
  and (t.set_at, t.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by t.set_at, t.id -- if sort=set_at
limit :'limit'::bigint -- if limit
