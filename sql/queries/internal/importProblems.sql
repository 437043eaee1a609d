-- The first of them, as the command line shows them.
select p.line, p."column", p.code, p.zh, p.en
from import_problems p
where p.district_code = :'district' and p.import_id = :'id'::uuid
order by p.line, p.id
limit :'limit'::bigint
