-- contract_estates_one_at_a_time refuses a second contract of a kind for an estate at a time, whoever comes first.
select k.*, m.standing as "!state", refused(m.problem) as "!problem"
from contract_move(:'id'::uuid, 'file', jsonb_strip_nulls(jsonb_build_object('registration_no', :'registration_no'::text, 'filed_at', :'today'::text)), :'note_masked', :'now'::timestamptz, :'today'::date) m
left join lateral contract_now((m.moved).id, :'today'::date, m.expiring_days) k on true
