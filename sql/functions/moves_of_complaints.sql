-- One step of a complaint, by the transition table, under row security of whoever calls: the row is locked, so of two who act at once the second meets the
-- state that the first left. No row: not there, or not the caller's. `problem` is null when the step was taken; `standing` is the state that stands.
set role wuye_owner;

-- Why a step that the table allows is not to be taken now.
create or replace function complaint_step_refusal(needs text, contacted_at timestamptz, returns integer, closed_at timestamptz, moment timestamptz)
returns text language sql stable as $$
    select case needs
        when 'contact' then case when contacted_at is null then 'contact_first' end
        when 'returns_left' then case when returns >= (select r.value from rule_at('returns_max', '*', moment::date) r) then 'returns_spent' end
        when 'recently_closed' then case when moment > closed_at + make_interval(days => (select r.value::integer from rule_at('reopen_days', '*', moment::date) r)) then 'closed_too_long' end
    end
$$;

-- Was the caller the last to take one of these actions since the complaint came, came again or was reopened?
create or replace function complaint_did_any(district text, complaint uuid, actions text[]) returns boolean language sql stable as $$
    select exists (
        select from (select distinct on (e.action) e.actor_id from complaint_events e
                     where e.district_code = district and e.complaint_id = complaint and e.action = any(actions)
                       and e.at >= coalesce((select max(b.at) from complaint_events b where b.district_code = district and b.complaint_id = complaint
                                               and b.action in ('receive', 'receive_again', 'reopen')), '-infinity')
                     order by e.action, e.at desc, e.id desc) last
        where last.actor_id = (select current_user_id()))
$$;

-- Why nobody gives or asks for so much more time; wanted is null where only some more is asked for.
create or replace function complaint_extension_refusal(district text, complaint uuid, standing timestamptz, wanted timestamptz, moment timestamptz)
returns text language plpgsql stable as $$
declare
    most timestamptz := (select l.extendable_to from complaint_handle_limit(district, complaint) l);
begin
    return case when wanted <= greatest(moment, standing) then 'due_not_later'
                when wanted > most or greatest(moment, standing) >= most then 'extension_too_long' end;
end $$;

create or replace function complaint_move(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamptz, said text, said_inside text, details jsonb default '{}')
returns table (id uuid, problem text, standing text, to_state text, version integer, at timestamptz, street_code text, community_code text, firm_id uuid)
language plpgsql volatile as $$
declare
    c record;
    step record;
    again boolean; -- the limit for handling runs anew
begin
    select k.district_code, k.id, k.state, k.version, k.updated_at, k.assigned_to, k.returns, k.contacted_at, k.closed_at, k.due_at, k.street_code, k.community_code, k.firm_id,
        k.urgency, k.category, k.complex, k.request_type, k.source, k.designated
    into c from complaints k where k.district_code = (select current_district()) and k.id = complaint for update;
    if not found then
        return;
    end if;
    moment := greatest(moment, c.updated_at + interval '1 microsecond');
    select t.* into step from complaint_transitions t
    where t.from_state = c.state and t.action = wanted and t.role = caller_role and coalesce(t.assignee = c.assigned_to, t.assignee is null);
    if not found then
        return query select c.id, 'state_conflict', c.state, c.state, c.version, moment, c.street_code, c.community_code, c.firm_id;
        return;
    end if;
    if step.to_state = 'rework' and c.contacted_at is null then
        -- Taken back before anybody had it in hand: there is nothing to do again, and from there no way to speak with whoever complained.
        step.to_state := 'received';
    end if;
    problem := complaint_step_refusal(step.needs, c.contacted_at, c.returns, c.closed_at, moment);
    if step.needs = 'returnable' then
        -- A unit that the district designated keeps it, and one that was slow to say that it is not its own.
        problem := case when c.designated then 'returns_spent'
                        when moment > complaint_returnable_until(c.district_code, (select k.dispatched_at from complaints k where k.district_code = c.district_code and k.id = c.id),
                            c.urgency, c.category, c.complex, c.street_code, c.request_type, c.source) then 'return_too_late' end;
    elsif step.needs in ('later', 'extendable') then
        problem := complaint_extension_refusal(c.district_code, c.id, c.due_at, (details ->> 'due_at')::timestamptz, moment);
    end if;
    -- Asked only where somebody is kept out: a firm does not read who acted.
    if step.unlike <> '{}' then
        problem := case when complaint_did_any(c.district_code, c.id, step.unlike) then 'separation_of_duties' else problem end;
    end if;
    if problem is null then
        -- What a firm may write, and what others may beside: each command names only columns that its role was granted.
        update complaints k set
            state = case wanted when 'merge' then k.state else step.to_state end, -- with its master, below
            version = c.version + 1, updated_at = moment,
            signed_at = case wanted when 'sign' then moment else k.signed_at end,
            first_signed_at = case wanted when 'sign' then coalesce(k.first_signed_at, moment) else k.first_signed_at end,
            first_receiver_id = case wanted when 'sign' then coalesce(k.first_receiver_id, (select current_user_id())) else k.first_receiver_id end,
            first_receiver_name = case wanted when 'sign' then coalesce(k.first_receiver_name, caller_name) else k.first_receiver_name end,
            contacted_at = case wanted when 'contact' then coalesce(k.contacted_at, moment) else k.contacted_at end,
            asked_due_at = case wanted when 'request_extension' then (details ->> 'due_at')::timestamptz else k.asked_due_at end,
            reported_at = case when wanted in ('report', 'close_on_spot') then moment else k.reported_at end,
            reported_result = coalesce(details ->> 'reported_result', k.reported_result)
        where k.district_code = c.district_code and k.id = c.id;
        if caller_role <> 'company' then
            again := wanted in ('reopen', 'redispatch') or wanted = 'rework' and c.state in ('callback', 'closed');
            update complaints k set
                state = step.to_state,
                assigned_to = coalesce(details ->> 'assigned_to', k.assigned_to),
                dispatched_at = case when wanted in ('dispatch', 'designate') then moment else k.dispatched_at end,
                designated = case wanted when 'dispatch' then false when 'designate' then true else k.designated end,
                complex = coalesce((details ->> 'complex')::boolean, k.complex),
                returns = k.returns + (wanted = 'return')::integer,
                clock_at = case when again then moment else k.clock_at end,
                extended_to = case when again then null when wanted = 'approve_extension' then (details ->> 'due_at')::timestamptz else k.extended_to end,
                result = coalesce(details ->> 'result', k.result),
                satisfaction = coalesce(details ->> 'satisfaction', k.satisfaction),
                validity = coalesce(details ->> 'validity', k.validity),
                master_id = coalesce((details ->> 'master_id')::uuid, k.master_id),
                closed_at = case wanted when 'close' then moment else k.closed_at end
            where k.district_code = c.district_code and k.id = c.id;
        end if;
        insert into complaint_events (district_code, complaint_id, at, action, from_state, to_state, actor_id, actor_name, actor_role, note_public, note_internal)
        values (c.district_code, c.id, moment, wanted, c.state, step.to_state, (select current_user_id()), caller_name, caller_role, said, said_inside);
        if again or wanted in ('approve_extension', 'suspend', 'resume') or (details ->> 'complex')::boolean <> c.complex then
            perform complaint_limit_again(c.district_code, c.id);
        end if;
    end if;
    return query select c.id, problem, c.state, step.to_state, c.version + 1, moment, c.street_code, c.community_code, c.firm_id;
end $$;

-- Into the hands of a unit, by name of who receives, handles and watches it (E27): `who` has department, receiver, handler, watcher, complex. A firm is the one whose
-- contract covered the day.
create or replace function complaint_assign(complaint uuid, wanted text, caller_role text, caller_name text, moment timestamptz, said text, said_inside text,
    kind text, who jsonb, new_id uuid)
returns table (id uuid, problem text, standing text, to_state text, version integer, at timestamptz) language plpgsql volatile as $$
declare
    m record;
begin
    if kind = 'firm' and exists (select from complaints c where c.district_code = (select current_district()) and c.id = complaint and c.firm_id is null) then
        return query select complaint, 'no_firm_in_force', null::text, null::text, null::integer, null::timestamptz;
        return;
    end if;
    select * into m from complaint_move(complaint, wanted, caller_role, caller_name, moment, said, said_inside,
                                        jsonb_build_object('assigned_to', kind, 'complex', who -> 'complex'));
    if not found then
        return;
    end if;
    if m.problem is null then
        insert into complaint_assignments (district_code, id, complaint_id, unit_kind, firm_id, street_code, community_code, department, receiver, handler, watcher,
                                           designated, note, assigned_by, assigned_by_name, assigned_at)
        values ((select current_district()), new_id, m.id, kind, case kind when 'firm' then m.firm_id end, case kind when 'street' then m.street_code end,
                case kind when 'community' then m.community_code end, who ->> 'department', who ->> 'receiver', who ->> 'handler', who ->> 'watcher',
                wanted = 'designate', said, (select current_user_id()), caller_name, m.at);
    end if;
    return query select m.id, m.problem, m.standing, m.to_state, m.version, m.at;
end $$;
grant execute on function complaint_step_refusal(text, timestamptz, integer, timestamptz, timestamptz), complaint_did_any(text, uuid, text[]),
    complaint_extension_refusal(text, uuid, timestamptz, timestamptz, timestamptz), complaint_move(uuid, text, text, text, timestamptz, text, text, jsonb)
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;
grant execute on function complaint_assign(uuid, text, text, text, timestamptz, text, text, text, jsonb, uuid) to wuye_district, wuye_street;

reset role;
