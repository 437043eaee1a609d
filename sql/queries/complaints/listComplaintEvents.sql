-- complaint_history is the caller's own view: sql/views/complaint_steps.sql.
select e.id, e.at, e.action, e.from_state, e.to_state, e.actor_role, e.actor_name, e.note, e.internal_note
from complaint_history e
where e.district_code = :'district' and e.complaint_id = :'id'::uuid
  and (select must_exist(exists (select from complaint_cards c where c.id = :'id'::uuid)))
  and (e.at, e.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by e.at, e.id -- if sort=at
limit :'limit'::bigint -- if limit
