select h.id, h.complaint_id, h.reason, h.placed_by, h.placed_by_name, h.placed_at, h.lifted_by, h.lifted_by_name, h.lifted_at, h.lift_reason
from complaint_holds h
where h.district_code = :'district'
  and h.complaint_id = :'complaint_id'::uuid -- if complaint_id
  and (h.lifted_at is null) = :'live'::boolean -- if live
  and (h.placed_at, h.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by h.placed_at desc, h.id desc -- if sort=-placed_at
limit :'limit'::bigint -- if limit
