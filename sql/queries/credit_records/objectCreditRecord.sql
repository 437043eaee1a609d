select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from credit_record_move(:'id'::uuid, 'object', :'role', :'client', :'now'::timestamptz, :'grounds_masked', jsonb_strip_nulls(jsonb_build_object('evidence', :'evidence_masked'::text))) m
left join lateral credit_record_card(m.id) c on m.problem is null
