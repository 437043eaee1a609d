select c.*
from subsidy_run_street_cards c
where c.run_id = :'id'::uuid
  and (select must_exist(exists (select from subsidy_runs r where r.district_code = :'district' and r.id = :'id'::uuid)))
  and c.state = any(:'state'::text[]) -- if state
  and c.street_code > :'after_key'::text -- if cursor
order by c.street_code -- if sort=street_code
limit :'limit'::bigint -- if limit
