select k.*, m.standing as "!state", refused(m.problem) as "!problem"
from contract_move(:'id'::uuid, 'open_handover', jsonb_build_object('handover', jsonb_strip_nulls(jsonb_build_object('due', :'due'::text, 'receiver', :'receiver_masked'::text))), :'note_masked', :'now'::timestamptz, :'today'::date) m
left join lateral contract_now((m.moved).id, :'today'::date, m.expiring_days) k on true
