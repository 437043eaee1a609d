select k.*, m.standing as "!state", refused(m.problem) as "!problem"
from contract_move(:'id'::uuid, 'close', '{}', :'note_masked', :'now'::timestamptz, :'today'::date) m
left join lateral contract_now((m.moved).id, :'today'::date, m.expiring_days) k on true
