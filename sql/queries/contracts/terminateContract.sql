select k.*, m.standing as "!state", refused(m.problem) as "!problem"
from contract_move(:'id'::uuid, 'terminate', jsonb_build_object('terminated_on', :'terminated_on'::text, 'termination_reason', :'reason'::text, 'termination_document', :'document_masked'::text,
    'handover', jsonb_strip_nulls(jsonb_build_object('due', :'handover_due'::text, 'receiver', :'receiver_masked'::text))), :'note_masked', :'now'::timestamptz, :'today'::date) m
left join lateral contract_now((m.moved).id, :'today'::date, m.expiring_days) k on true
