select k.*, m.standing as "!state", refused(m.problem) as "!problem"
from contract_move(:'id'::uuid, 'deliver', jsonb_build_object('handover', jsonb_strip_nulls(jsonb_build_object('rooms_on', :'rooms_on'::text,
    'facilities_on', :'facilities_on'::text, 'documents_on', :'documents_on'::text, 'fee_statement_on', :'fee_statement_on'::text))), :'note_masked', :'now'::timestamptz, :'today'::date) m
left join lateral contract_now((m.moved).id, :'today'::date, m.expiring_days) k on true
