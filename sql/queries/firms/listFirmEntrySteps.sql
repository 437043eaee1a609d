select s.id, s.result, s.opinion, s.street_code, s.by_user, s.at
from firm_entry_steps s
where s.district_code = :'district' and s.firm_id = :'id'::uuid
  and (select must_exist(exists (select from firms f where f.district_code = :'district' and f.id = :'id'::uuid)))
  and (s.at, s.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by s.at, s.id -- if sort=at
limit :'limit'::bigint -- if limit
