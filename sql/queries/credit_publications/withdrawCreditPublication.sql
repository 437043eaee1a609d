select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from credit_publication_withdraw(:'id'::uuid, :'reason_masked', :'now'::timestamptz) m
left join lateral credit_publication_card(m.id) c on m.problem is null
