select e.id, e.at, e.action, e.from_state, e.to_state, e.happened_at, e.actor_role, e.actor_name, e.note
from whistle_events e
where e.district_code = :'district' and e.call_id = :'id'::uuid
  and (select must_exist(exists (select from whistle_calls c where c.district_code = :'district' and c.id = :'id'::uuid)))
  and (e.at, e.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by e.at, e.id -- if sort=at
limit :'limit'::bigint -- if limit
