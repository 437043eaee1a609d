select c.*, refused(m.problem) as "!problem"
from credit_list_propose(:'new_id'::uuid, :'list', :'subject_kind', :'subject_id'::uuid, :'basis_masked', :'record_id'::uuid, :'evaluation_id'::uuid, :'evaluation_least'::numeric,
    :'now'::timestamptz, :'today'::date) m
left join lateral credit_list_entry_card(m.id) c on m.problem is null
