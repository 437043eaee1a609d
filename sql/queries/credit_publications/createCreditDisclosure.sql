select c.*, refused(m.problem) as "!problem"
from credit_disclose(:'new_id'::uuid, :'record_id'::uuid, :'entry_id'::uuid, :'now'::timestamptz, :'today'::date) m
left join lateral credit_disclosure_card(m.id) c on m.problem is null
