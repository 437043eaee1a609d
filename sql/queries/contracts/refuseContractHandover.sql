-- The refusal is a violation to be decided by the district (C14): dishonest list, credit record and restrictions go by it. What the credit rulebook in force makes of it is proposed
-- beside it.
with m as materialized (
    select m.*
    from contract_move(:'id'::uuid, 'refuse', jsonb_build_object('handover', jsonb_build_object('refused_on', :'today'::text, 'refusal', :'statement_masked'::text)),
                       :'statement_masked', :'now'::timestamptz, :'today'::date) m
), violation as (
    insert into contract_violations (district_code, id, contract_id, firm_id, kind, severe, occurred_on, statement, proposed_by, proposed_role, proposed_at)
    select (m.moved).district_code, :'new_id'::uuid, (m.moved).id, (m.moved).firm_id, 'refusal_to_exit', false, :'today'::date, :'statement_masked',
           current_user_id(), :'role', :'now'::timestamptz
    from m
    where m.problem is null
), fed as materialized (
    select credit_feed_refusal((m.moved).id, :'role', :'client', :'now'::timestamptz) as record from m where m.problem is null
)
select k.*, m.standing as "!state", refused(m.problem) as "!problem"
from m
left join lateral contract_now((m.moved).id, :'today'::date, m.expiring_days) k on true
left join fed on true
