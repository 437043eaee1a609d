-- A row of a form has the number of its sheet times 10,000,000, and its own (IMPORT_SHEET_LINES).
select p.id, case when f.is then p.line % 10000000 else p.line end as line, case when f.is then p.line / 10000000 else 0 end + 1 as sheet, p."column", p.code, p.zh, p.en, p.line as "!key"
from import_problems p
left join lateral (select true as is from imports i where i.district_code = p.district_code and i.id = p.import_id and i.register = 'issues') f on true
where p.district_code = :'district' and p.import_id = :'id'::uuid
  and (select must_exist(exists (select from imports i where i.district_code = :'district' and i.id = :'id'::uuid)))
  and p.code = any(:'code'::text[]) -- if code
  and (p.line, p.id) > (:'after_key'::bigint, :'after_id'::uuid) -- if cursor
order by p.line, p.id -- if sort=line
limit :'limit'::bigint -- if limit
