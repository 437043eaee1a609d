select o.id, o.motion_id, o.text, o.raised_on, o.state, o.answer, o.decided_at, o.version, o.updated_at
from vote_objection_cards o
where must_exist(exists (select from motion_of_area(:'id'::uuid) m where m.id is not null)) and o.motion_id = :'id'::uuid
  and o.state = any(:'state'::text[]) -- if state
  and o.id > :'after_id'::uuid -- if cursor
order by o.id -- if sort=id
limit :'limit'::bigint -- if limit
