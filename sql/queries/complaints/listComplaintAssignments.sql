-- complaint_hands is the caller's own view: sql/views/complaint_steps.sql.
select a.id, a.assigned_at, a.unit_kind, a.firm_id, a.street_code, a.community_code, a.department, a.receiver, a.handler, a.watcher, a.designated, a.note,
       a.assigned_by_name
from complaint_hands a
where a.district_code = :'district' and a.complaint_id = :'id'::uuid
  and (select must_exist(exists (select from complaint_cards c where c.id = :'id'::uuid)))
  and (a.assigned_at, a.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by a.assigned_at, a.id -- if sort=assigned_at
limit :'limit'::bigint -- if limit
