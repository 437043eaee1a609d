-- One step of a contract, or a refusal: `problem` is its code and `standing` the state that stands. The contract's row is locked first, then its estates
-- in the order of their ids, so that no two moves wait for each other; each statement in here sees what was committed before it began, so what is looked
-- at after the lock is so. The row that is replaced goes to contracts_past, the step to contract_events.
set role wuye_owner;

create or replace function contract_move(contract uuid, what text, changes jsonb, note text, at timestamptz, day date,
    if_version integer default null, new_estates uuid[] default null,
    out moved contracts, out expiring_days integer, out standing text, out problem text)
language plpgsql set search_path = public, pg_temp as $$
declare
    before contracts;
    after contracts;
    step contract_transitions;
    caller constant text := substr(current_user::text, 6);
    served uuid[];
begin
    select c.* into before from contracts c where c.district_code = current_district() and c.id = contract for update;
    if before.id is null then
        problem := 'not_found';
        return;
    end if;
    select r.value into expiring_days from rule_at('expiring_days', '*', day) r;
    standing := contract_state(before.state, before.service_start, before.end_date, before.terminated_on, day, expiring_days);
    select t.* into step from contract_transitions t where t.from_state = standing and t.action = what and t.role = caller;
    problem := case
        when before.version <> if_version then 'precondition_failed'
        when step.action is null or (what = 'terminate' and before.terminated_on is not null) then 'state_conflict'
        when array_position(new_estates, null) is not null then 'estate_unknown'
        when what = 'terminate' and (changes ->> 'terminated_on')::date < day then 'takes_effect_in_the_past'
        when what = 'deliver' and exists (select from jsonb_each_text(changes -> 'handover') d where d.value::date > day) then 'day_in_the_future'
        -- The day on which a thing was handed over is said once.
        when what = 'deliver' and exists (select from contract_handovers h cross join jsonb_object_keys(changes -> 'handover') k (name)
                                          where h.district_code = before.district_code and h.contract_id = contract and to_jsonb(h) ->> k.name is not null)
            then 'state_conflict'
        when what = 'close' and not contract_cleared(contract, standing) then 'handover_incomplete'
        when caller = 'street' and contract_streets(contract) <> array[current_street()] then 'contract_across_streets'
        -- The first look is the street's; only what lies in several streets is nobody's but the district's.
        when what in ('approve_entry', 'return_entry') and caller = 'district' and cardinality(contract_streets(contract)) < 2 then 'entry_is_the_streets'
        when exists (select from (select distinct on (e.action) e.actor_id from contract_events e
                                  where e.district_code = before.district_code and e.contract_id = contract and e.action = any(step.unlike)
                                  order by e.action, e.at desc, e.id desc) did
                     where did.actor_id = current_user_id()) then 'separation_of_duties'
        end;
    if problem is not null then
        return;
    end if;
    after := jsonb_populate_record(before, changes);
    after.state := coalesce(step.to_state, before.state);
    after.version := before.version + 1;
    after.known_from := greatest(at, before.known_from + interval '1 microsecond');
    after.updated_at := after.known_from;
    select coalesce(new_estates, array_agg(m.estate_id order by m.estate_id)) into served
    from contract_estates m where m.district_code = before.district_code and m.contract_id = contract;
    if what in ('change', 'submit', 'file') then
        problem := contract_fault(after, served, day);
    end if;
    if what = 'file' and problem is null then
        -- A decision on the firm's market access locks its row too: the one that comes first is seen by the other.
        perform from firms f where f.district_code = before.district_code and f.id = after.firm_id for share;
        problem := case when after.entry_reviewed_on is null then 'entry_not_reviewed'
                        when firm_barred(after.firm_id, day) then 'firm_barred' end;
    end if;
    if problem is not null then
        return;
    end if;
    insert into contracts_past (district_code, id, firm_id, registration_no, kind, award_method, service_grade, fee_m2_month, annual_fee, service_start,
        fee_start, end_date, terminated_on, fee_cadence, fee_relief, filed_at, review, state, version, created_at, updated_at, known_from, known_to,
        award_trigger, award_reference, service_unit_id, predecessor_id, signed_on, entry_reviewed_on, termination_reason, termination_document, created_by)
    values (before.district_code, before.id, before.firm_id, before.registration_no, before.kind, before.award_method, before.service_grade,
        before.fee_m2_month, before.annual_fee, before.service_start, before.fee_start, before.end_date, before.terminated_on, before.fee_cadence,
        before.fee_relief, before.filed_at, before.review, before.state, before.version, before.created_at, before.updated_at, before.known_from,
        after.known_from, before.award_trigger, before.award_reference, before.service_unit_id, before.predecessor_id, before.signed_on,
        before.entry_reviewed_on, before.termination_reason, before.termination_document, before.created_by);
    if what in ('file', 'terminate') then
        perform from estates e where e.district_code = before.district_code and e.id = any(served) order by e.id for no key update;
    end if;
    if what = 'file' and after.registration_no is null then
        after.registration_no := next_registration_no(before.district_code, extract(year from day)::integer);
    end if;
    with c as (
        update contracts t set
            firm_id = after.firm_id, registration_no = after.registration_no, kind = after.kind, award_method = after.award_method,
            service_grade = after.service_grade, fee_m2_month = after.fee_m2_month, annual_fee = after.annual_fee, service_start = after.service_start,
            fee_start = after.fee_start, end_date = after.end_date, terminated_on = after.terminated_on, fee_cadence = after.fee_cadence,
            fee_relief = after.fee_relief, filed_at = after.filed_at, review = after.review, state = after.state, version = after.version,
            updated_at = after.updated_at, known_from = after.known_from, award_trigger = after.award_trigger, award_reference = after.award_reference,
            service_unit_id = after.service_unit_id, predecessor_id = after.predecessor_id, signed_on = after.signed_on,
            entry_reviewed_on = after.entry_reviewed_on, termination_reason = after.termination_reason, termination_document = after.termination_document
        where t.district_code = before.district_code and t.id = contract
        returning t.*
    ), m as (
        update contract_estates m set kind = c.kind, service_period = c.service_period, in_force = c.in_force
        from c
        where m.district_code = c.district_code and m.contract_id = c.id
          and (m.kind, m.service_period, m.in_force) is distinct from (c.kind, c.service_period, c.in_force)
    )
    select c.* into moved from c;
    if new_estates is not null then
        insert into contract_estates_past (district_code, contract_id, estate_id, kind, service_period, in_force, known_from, known_to)
        select m.district_code, m.contract_id, m.estate_id, m.kind, m.service_period, m.in_force, m.known_from, moved.known_from
        from contract_estates m
        where m.district_code = before.district_code and m.contract_id = contract and m.estate_id <> all (new_estates);
        delete from contract_estates m where m.district_code = before.district_code and m.contract_id = contract and m.estate_id <> all (new_estates);
        insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force, known_from)
        select moved.district_code, moved.id, e, moved.kind, moved.service_period, moved.in_force, moved.known_from from unnest(new_estates) e
        where not exists (select from contract_estates m where m.district_code = before.district_code and m.contract_id = contract and m.estate_id = e);
    end if;
    perform contract_handover_keep(moved, changes -> 'handover');
    insert into contract_events (district_code, contract_id, at, actor_id, actor_role, action, from_state, to_state, note)
    values (moved.district_code, moved.id, moved.known_from, current_user_id(), caller, what, standing,
            contract_state(moved.state, moved.service_start, moved.end_date, moved.terminated_on, day, expiring_days), note);
end $$;

-- What is said of the handover, and what stood before is kept; it is due some days after the last day of service, by the rule of that day, unless another day is set.
drop function if exists contract_handover_keep(contracts, jsonb, integer);
create or replace function contract_handover_keep(contract contracts, said jsonb) returns void language plpgsql set search_path = public, pg_temp as $$
declare
    h contract_handovers;
    last_day date;
begin
    if said is null then
        return;
    end if;
    insert into contract_handovers_past (district_code, contract_id, due, receiver, rooms_on, facilities_on, documents_on, fee_statement_on, refused_on, refusal,
        known_from, known_to)
    select t.district_code, t.contract_id, t.due, t.receiver, t.rooms_on, t.facilities_on, t.documents_on, t.fee_statement_on, t.refused_on, t.refusal, t.known_from,
           contract.known_from
    from contract_handovers t where t.district_code = contract.district_code and t.contract_id = contract.id;
    select t.* into h from contract_handovers t where t.district_code = contract.district_code and t.contract_id = contract.id;
    h := jsonb_populate_record(h, said);
    last_day := least(contract.end_date, contract.terminated_on);
    h.due := coalesce(h.due, last_day + (select r.value::integer from rule_at('handover_days', '*', last_day) r));
    insert into contract_handovers as t (district_code, contract_id, due, receiver, rooms_on, facilities_on, documents_on, fee_statement_on, refused_on, refusal, known_from)
    values (contract.district_code, contract.id, h.due, h.receiver, h.rooms_on, h.facilities_on, h.documents_on, h.fee_statement_on, h.refused_on, h.refusal,
        contract.known_from)
    on conflict (district_code, contract_id) do update set due = excluded.due, receiver = excluded.receiver, rooms_on = excluded.rooms_on,
        facilities_on = excluded.facilities_on, documents_on = excluded.documents_on, fee_statement_on = excluded.fee_statement_on,
        refused_on = excluded.refused_on, refusal = excluded.refusal, known_from = excluded.known_from;
end $$;

-- C13: all three things and the statement are handed over; or there is nothing to hand over, because the same firm goes on.
create or replace function contract_cleared(contract uuid, standing text) returns boolean language sql stable set search_path = public, pg_temp as $$
    select case when standing = 'handover'
        then exists (select from contract_handovers h where h.district_code = current_district() and h.contract_id = contract
                     and num_nulls(h.rooms_on, h.facilities_on, h.documents_on, h.fee_statement_on) = 0)
        else exists (select from contracts o join contracts n on n.district_code = o.district_code and n.predecessor_id = o.id and n.firm_id = o.firm_id and n.in_force
                     where o.district_code = current_district() and o.id = contract) end
$$;

-- The next number of the year that no contract has been given by hand.
create or replace function next_registration_no(district text, of_year integer) returns text language plpgsql set search_path = public, pg_temp as $$
declare
    number integer;
    made text;
begin
    loop
        insert into contract_counters as n (district_code, year, last) values (district, of_year, 1)
        on conflict (district_code, year) do update set last = n.last + 1
        returning n.last into number;
        made := format('%s-%s-%s', district, of_year, lpad(number::text, 5, '0'));
        exit when not exists (select from contracts c where c.district_code = district and c.registration_no = made);
    end loop;
    return made;
end $$;

-- A draft with its estates: those named, or those of the service unit.
create or replace function contract_draft(contract uuid, fields jsonb, codes text[], at timestamptz, day date,
    out moved contracts, out expiring_days integer, out problem text)
language plpgsql set search_path = public, pg_temp as $$
declare
    draft contracts;
    served uuid[];
    caller constant text := substr(current_user::text, 6);
begin
    select r.value into expiring_days from rule_at('expiring_days', '*', day) r;
    draft := jsonb_populate_record(null::contracts, fields);
    draft.district_code := current_district();
    draft.id := contract;
    draft.firm_id := case when caller = 'company' then current_firm() else draft.firm_id end;
    served := contract_served(coalesce(codes, service_unit_codes(draft.service_unit_id)));
    problem := case
        when draft.firm_id is null then 'firm_unknown'
        when not exists (select from firms f where f.district_code = draft.district_code and f.id = draft.firm_id) then 'firm_unknown'
        when codes is null and draft.service_unit_id is null then 'estate_unknown'
        when served is null and codes is null then 'service_unit_unknown'
        when served is null or array_position(served, null) is not null then 'estate_unknown'
        else contract_fault(draft, served, day) end;
    if problem is not null then
        return;
    end if;
    -- Without returning: a street sees the contract by its estates, and they come next.
    insert into contracts (district_code, id, firm_id, kind, award_trigger, award_method, award_reference, service_grade, fee_m2_month, annual_fee,
        fee_cadence, fee_relief, signed_on, service_start, fee_start, end_date, service_unit_id, predecessor_id, created_by, created_at, updated_at, known_from)
    values (draft.district_code, draft.id, draft.firm_id, draft.kind, draft.award_trigger, draft.award_method, draft.award_reference, draft.service_grade,
        draft.fee_m2_month, draft.annual_fee, draft.fee_cadence, coalesce(draft.fee_relief, false), draft.signed_on, draft.service_start, draft.fee_start,
        draft.end_date, draft.service_unit_id, draft.predecessor_id, current_user_id(), at, at, at);
    insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force, known_from)
    select draft.district_code, draft.id, e, draft.kind, daterange(draft.service_start, draft.end_date, '[]'), false, at from unnest(served) e;
    select c.* into moved from contracts c where c.district_code = draft.district_code and c.id = draft.id;
    insert into contract_events (district_code, contract_id, at, actor_id, actor_role, action, to_state)
    values (draft.district_code, draft.id, at, current_user_id(), caller, 'draft', 'draft');
end $$;

-- The ids of the estates named; a null among them stands for one that is not there, or is another street's.
create or replace function contract_served(codes text[]) returns uuid[] language sql stable as $$
    select array_agg(e.id)
    from (select distinct c from unnest(codes) c) named (code)
    left join estates_by_code(codes) e on e.code = named.code and (current_user <> 'wuye_street' or e.street_code = current_street())
$$;
grant execute on function contract_handover_keep(contracts, jsonb), contract_cleared(uuid, text),
    contract_move(uuid, text, jsonb, text, timestamptz, date, integer, uuid[]), next_registration_no(text, integer),
    contract_draft(uuid, jsonb, text[], timestamptz, date), contract_served(text[]) to wuye_district, wuye_street, wuye_company;

reset role;
