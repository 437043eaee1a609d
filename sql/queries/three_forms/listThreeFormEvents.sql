select e.id, e.at, e.action, e.from_state, e.to_state, e.actor_role, e.note
from three_form_events e
where e.district_code = :'district' and e.three_form_id = :'id'::uuid
  and (select must_exist(exists (select from three_forms c where c.district_code = :'district' and c.id = :'id'::uuid)))
  and (e.at, e.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by e.at, e.id -- if sort=at
limit :'limit'::bigint -- if limit
