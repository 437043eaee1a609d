select m.id, :'id'::uuid as motion_id, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from vote_objection_add(:'blind_id'::uuid, :'id'::uuid, :'code', :'text_masked', :'now'::timestamptz, :'today'::date) m
