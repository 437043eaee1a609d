select r.id, r.item_code, r.street_code, r.done, r.done_on, r.note, r.by_role, r.reported_at
from checklist_reports r
where must_exist(exists (select from checklists k where k.code = :'code'))
  and r.district_code = :'district' and r.checklist_code = :'code'
  and r.item_code = any(:'item_code'::text[]) -- if item_code
  and r.street_code = any(:'street_code'::text[]) -- if street_code
  and (r.reported_at, r.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by r.reported_at desc, r.id desc -- if sort=-reported_at
limit :'limit'::bigint -- if limit
