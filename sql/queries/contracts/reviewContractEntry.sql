select k.*, m.standing as "!state", refused(m.problem) as "!problem"
from contract_move(:'id'::uuid, case :'decision' when 'approve' then 'approve_entry' else 'return_entry' end, jsonb_build_object('entry_reviewed_on', case :'decision' when 'approve' then :'today' end), :'note_masked', :'now'::timestamptz, :'today'::date) m
left join lateral contract_now((m.moved).id, :'today'::date, m.expiring_days) k on true
