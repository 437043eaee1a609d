select c.*, refused(m.problem) as "!problem"
from accountability_propose(:'new_id'::uuid, :'kind', :'complaint_id'::uuid, :'call_id'::uuid, :'facts_masked', :'role', :'client', :'now'::timestamptz) m
left join lateral accountability_card(m.id) c on m.problem is null
