select c.*
from expert_opinion_cards c
where (select must_exist(exists (select from expert_panels p where p.district_code = :'district' and p.id = :'id'::uuid))) and c.panel_id = :'id'::uuid
  and c.aspect = any(:'aspect'::text[]) -- if aspect
  and c.inspector_id = :'inspector_id'::uuid -- if inspector_id
  and c.current = :'current'::boolean -- if current
  and (c.entered_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.entered_at desc, c.id desc -- if sort=-entered_at
limit :'limit'::bigint -- if limit
