select p.id, p.line, p."column", p.code, p.zh, p.en
from import_problems p
where p.district_code = :'district' and p.import_id = :'id'::uuid
  and (select must_exist(exists (select from imports i where i.district_code = :'district' and i.id = :'id'::uuid)))
  and p.code = any(:'code'::text[]) -- if code
  and (p.line, p.id) > (:'after_key'::bigint, :'after_id'::uuid) -- if cursor
order by p.line, p.id -- if sort=line
limit :'limit'::bigint -- if limit
