select s.*
from mediation_step_cards s
where must_exist(exists (select from mediation_cases c where c.district_code = :'district' and c.id = :'id'::uuid)) and s.case_id = :'id'::uuid
  and (s.number, s.id) > (:'after_key'::integer, :'after_id'::uuid) -- if cursor
order by s.number, s.id -- if sort=number
limit :'limit'::bigint -- if limit
