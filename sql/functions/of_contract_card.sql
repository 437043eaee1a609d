-- A contract as it is shown, as of a day. The planner sees through it, so a condition on the result uses the table's indexes.
set role wuye_owner;

drop function if exists contract_now(uuid, date, integer);
drop function if exists contract_card(contracts, date, integer);
drop type if exists contract_face;
create type contract_face as (
    id uuid, registration_no text, kind text, state text, "firm.id" uuid, "firm.name" text, "firm.uscc" text,
    award_trigger text, award_method text, award_reference text, service_grade text, fee_m2_month numeric, annual_fee numeric, fee_cadence text,
    fee_relief boolean, signed_on date, service_start date, fee_start date, end_date date,
    entry_reviewed_on date, filed_at date, filing_due date, filing_overdue boolean,
    terminated_on date, termination_reason text, termination_document text, review text,
    "handover.due" date, "handover.receiver" text, "handover.rooms_on" date, "handover.facilities_on" date, "handover.documents_on" date,
    "handover.fee_statement_on" date, "handover.refused_on" date, "handover.refusal" text, handover_overdue boolean,
    service_unit_id uuid, predecessor_id uuid, estates json, version integer, created_at timestamptz, updated_at timestamptz);

-- C13, C22. What is handed over late stays late. A firm that is to leave and has begun no handover is late when the time for it is over, by the rule of its last
-- day of service; not the firm that goes on there.
create or replace function contract_handover_overdue(c contracts, day date) returns boolean language sql stable parallel safe as $$
    select coalesce(case
        when h.contract_id is not null then h.due < day and (num_nulls(h.rooms_on, h.facilities_on, h.documents_on, h.fee_statement_on) > 0
            or greatest(h.rooms_on, h.facilities_on, h.documents_on, h.fee_statement_on) > h.due)
        when contract_state(c.state, c.service_start, c.end_date, c.terminated_on, day, 0) in ('expired', 'terminated') then
            least(c.end_date, c.terminated_on) + (select r.value::integer from rule_at('handover_days', '*', least(c.end_date, c.terminated_on)) r) < day
            and not exists (select from contracts n where n.district_code = c.district_code and n.predecessor_id = c.id and n.firm_id = c.firm_id and n.in_force)
            and not exists (
                select from contract_estates m
                join contract_estates o on o.district_code = m.district_code and o.estate_id = m.estate_id and o.in_force and o.contract_id <> c.id
                    and coalesce(upper(o.service_period) > upper(c.service_period), true)
                join contracts n on n.district_code = o.district_code and n.id = o.contract_id and n.firm_id = c.firm_id
                where m.district_code = c.district_code and m.contract_id = c.id)
        end, false)
    from (values (1)) one (row)
    left join contract_handovers_at(day) h on h.district_code = c.district_code and h.contract_id = c.id
$$;

create function contract_card(c contracts, day date, expiring_days integer) returns setof contract_face
language sql stable parallel safe as $$
    select c.id, c.registration_no, c.kind,
        contract_state(c.state, c.service_start, c.end_date, c.terminated_on, day, expiring_days), f.id,
        coalesce(n.name, f.name), coalesce(n.uscc, f.uscc),
        c.award_trigger, c.award_method, c.award_reference, c.service_grade, c.fee_m2_month, c.annual_fee, c.fee_cadence,
        c.fee_relief, c.signed_on, c.service_start, c.fee_start, c.end_date,
        c.entry_reviewed_on, c.filed_at, s.filing_due, coalesce(coalesce(c.filed_at, day) > s.filing_due, false),
        c.terminated_on, c.termination_reason, c.termination_document, c.review,
        h.due, h.receiver, h.rooms_on, h.facilities_on, h.documents_on, h.fee_statement_on, h.refused_on, h.refusal,
        coalesce(least(c.end_date, c.terminated_on) <= day, false) and contract_handover_overdue(c, day),
        c.service_unit_id, c.predecessor_id, contract_estate_names(c.id, day), c.version, c.created_at, c.updated_at
    from (values (1)) one (row)
    left join firms f on f.district_code = c.district_code and f.id = c.firm_id
    left join lateral (select n.name, n.uscc from firms_at(day) n where n.district_code = c.district_code and n.id = c.firm_id limit 1) n on true
    left join contract_handovers_at(day) h on h.district_code = c.district_code and h.contract_id = c.id
    cross join lateral (select c.signed_on + (select r.value::integer from rule_at('filing_days', '*', c.signed_on) r) as filing_due) s
$$;

-- As it is after what this very statement wrote by contract_move() or contract_draft(): volatile, so it sees that.
create function contract_now(contract uuid, day date, expiring_days integer) returns setof contract_face language plpgsql volatile as $$
begin
    return query select k.* from contracts c cross join lateral contract_card(c, day, expiring_days) k
                 where c.district_code = current_district() and c.id = contract;
end $$;
grant execute on function contract_handover_overdue(contracts, date), contract_card(contracts, date, integer), contract_now(uuid, date, integer) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
