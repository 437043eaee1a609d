-- credit_record_history is the caller's own view: sql/views/credit_records.sql.
select e.id, e.at, e.action, e.from_state, e.to_state, e.actor_role, e.actor_name, e.note, e.details
from credit_record_history e
where e.district_code = :'district' and e.record_id = :'id'::uuid
  and (select must_exist(exists (select from credit_record_cards c where c.id = :'id'::uuid)))
  and (e.at, e.id) > (:'after_key'::timestamptz, :'after_id'::bigint) -- if cursor
order by e.at, e.id -- if sort=at
limit :'limit'::bigint -- if limit
