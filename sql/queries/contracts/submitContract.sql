select k.*, m.standing as "!state", refused(m.problem) as "!problem"
from contract_move(:'id'::uuid, 'submit', '{"entry_reviewed_on": null}', :'note_masked', :'now'::timestamptz, :'today'::date) m
left join lateral contract_now((m.moved).id, :'today'::date, m.expiring_days) k on true
