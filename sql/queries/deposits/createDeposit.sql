select c.*, c.state = 'due' and coalesce(c.due_on < :'today'::date, false) as overdue, refused(m.problem) as "!problem"
from deposit_make(:'new_id'::uuid, :'kind', :'contract_id'::uuid, :'firm_id'::uuid, :'amount'::numeric, :'decision_masked', :'guarantee_document_masked', :'guaranteed_on'::date,
    :'now'::timestamptz, :'today'::date) m
left join lateral deposit_card(m.id) c on m.problem is null
