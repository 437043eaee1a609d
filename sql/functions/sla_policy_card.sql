-- A policy as it is shown: null where it names nothing. The planner sees through it.
set role wuye_owner;

create or replace function sla_policy_card(p sla_policies)
returns table (id uuid, common boolean, policy_set text, kind text, urgency text, category text, expedited boolean, complex boolean, street_code text, request_type text, source text,
               amount integer, unit text, suspension_stops boolean, warn_amount integer, warn_unit text, alarm_amount integer, alarm_unit text, basis text,
               effective_from date, effective_to date, created_at timestamptz)
language sql immutable parallel safe as $$
    select p.id, p.district_code = '*', nullif(p.policy_set, '*'), p.kind, nullif(p.urgency, '*'), nullif(p.category, '*'), nullif(p.expedited, '*')::boolean,
        nullif(p.complex, '*')::boolean, nullif(p.street_code, '*'), nullif(p.request_type, '*'), nullif(p.source, '*'), p.amount, p.unit, p.suspension_stops,
        p.warn_amount, p.warn_unit, p.alarm_amount, p.alarm_unit, p.basis, p.effective_from, p.effective_to, p.created_at
$$;
grant execute on function sla_policy_card(sla_policies) to wuye_member;

reset role;
