select c.*, refused(m.problem) as "!problem"
from enforcement_open(:'new_id'::uuid, :'complaint_id'::uuid, :'whistle_id'::uuid, :'three_form_id'::uuid, :'category', :'matter_masked', :'note_masked', :'role', :'client', :'now'::timestamptz) m
left join lateral enforcement_card(m.id) c on m.problem is null
