select v.id, v.at, v.actor_role, v.actor_id, v.action, v.from_state, v.to_state, v.note
from contract_events v
where v.district_code = :'district' and v.contract_id = :'id'::uuid
  and (select must_exist(exists (select from contracts c where c.district_code = :'district' and c.id = :'id'::uuid)))
  and (v.at, v.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=at
  and (v.at, v.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-at
order by v.at, v.id -- if sort=at
order by v.at desc, v.id desc -- if sort=-at
limit :'limit'::bigint -- if limit
