select m.id, m.kind, :'reason_masked'::text as reason, :'now'::timestamptz as withdrawn_at,
    refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from committee_record_withdraw(:'id'::uuid, :'reason_masked'::text, :'now'::timestamptz) m
where m.id is not null
