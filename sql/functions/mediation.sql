-- Mediation bodies and the disputes they work (K12–K14, E20). No role writes in the tables. A case's row is locked first, then the body's that it goes to, so that those who act at once
-- are ordered, and a body is not closed while a case comes to it.
set role wuye_owner;

-- What a body does not have of the three conditions, on a day: a centre has a full-time mediator, a station one of either kind.
create or replace function mediation_body_missing(b mediation_bodies, day date) returns text[] language sql stable parallel safe as $$
    select array_remove(array[
        case when b.funding is null then 'funding' end,
        case when b.venue is null then 'venue' end,
        case when not exists (
            select from mediators m
            where m.district_code = b.district_code and m.body_id = b.id and m.valid_from <= day and coalesce(m.valid_to > day, true) and (m.full_time or b.kind = 'street_station')) then 'mediators' end
    ], null)
$$;
grant execute on function mediation_body_missing(mediation_bodies, date) to wuye_district, wuye_street, wuye_community, wuye_company;

-- E20: not solved in time, by now; null where there is no limit. What is solved late stays late.
create or replace function mediation_late(overdue_from timestamptz, solved_at timestamptz, state text) returns boolean language sql stable parallel safe as $$
    select now() >= overdue_from and coalesce(solved_at >= overdue_from, state <> 'withdrawn')
$$;
grant execute on function mediation_late(timestamptz, timestamptz, text) to wuye_district, wuye_street, wuye_community;

-- A complaint about a leak or retaliation is the district's alone, and so is what tells of it.
create or replace function mediation_hidden(complaint uuid) returns boolean language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
begin
    return exists (select from complaints o where o.district_code = current_district() and o.id = complaint and o.confidential);
end $$;
revoke all on function mediation_hidden(uuid) from public;
grant execute on function mediation_hidden(uuid) to wuye_district, wuye_street, wuye_community;

create or replace function mediation_body_make(new_id uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    b mediation_bodies := jsonb_populate_record(null::mediation_bodies, body);
begin
    -- A street's body is its own; the district says of which street one is.
    b.street_code := case when b.kind = 'street_station' then coalesce(current_street(), b.street_code) else b.street_code end;
    problem := case
        when (b.kind = 'district_centre') <> (b.street_code is null) then 'mediation_body_street'
        when b.kind = 'district_centre' and current_street() is not null then 'mediation_body_street'
        when (body ->> 'street_code') <> b.street_code then 'mediation_body_street'
        when b.street_code is not null and not exists (
            select from division_jurisdictions j where j.district_code = current_district() and j.code = b.street_code and j.community_code is null
              and j.effective_from <= today and coalesce(j.effective_to > today, true)) then 'mediation_body_street'
        when b.established_on > today then 'day_in_the_future'
        end;
    if problem is null then
        insert into mediation_bodies (district_code, id, kind, street_code, name, funding, venue, phone, established_on, created_by, created_at, updated_at)
        values (current_district(), new_id, b.kind, b.street_code, b.name, b.funding, b.venue, b.phone, b.established_on, current_user_id(), moment, moment)
        on conflict do nothing
        returning mediation_bodies.id into id;
        problem := case when id is null then 'mediation_body_named' end;
    end if;
end $$;

-- The body's row, locked, if it is the caller's to change.
create or replace function mediation_body_locked(body uuid) returns mediation_bodies language sql volatile security definer set search_path = public, pg_temp as $$
    select t.* from mediation_bodies t
    where t.district_code = current_district() and t.id = body and (current_street() is null or t.street_code = current_street()) for update
$$;

create or replace function mediation_body_change(body uuid, changes jsonb, known integer, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    b mediation_bodies := mediation_body_locked(body);
    n mediation_bodies := jsonb_populate_record(b, changes);
begin
    id := b.id;
    standing := 'closed';
    problem := case
        when b.id is null then 'not_found'
        when b.version <> known then 'precondition_failed'
        when b.closed_on is not null then 'state_conflict'
        when (n.closed_on is null) <> (n.close_reason is null) then 'mediation_step_incomplete'
        when n.closed_on > today then 'day_in_the_future'
        when n.closed_on < b.established_on then 'mediation_day_before'
        when n.closed_on is not null and exists (select from mediation_cases c where c.district_code = b.district_code and c.body_id = b.id and c.state in ('open', 'failed', 'referred')) then 'mediation_body_busy'
        when n.name <> b.name and exists (select from mediation_bodies o where o.district_code = b.district_code and o.name = n.name and o.closed_on is null) then 'mediation_body_named'
        end;
    if problem is null then
        update mediation_bodies t set name = n.name, funding = n.funding, venue = n.venue, phone = n.phone, closed_on = n.closed_on, close_reason = n.close_reason,
            version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = b.district_code and t.id = b.id;
    end if;
end $$;

create or replace function mediator_add(new_id uuid, body uuid, said jsonb, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    b mediation_bodies := mediation_body_locked(body);
    m mediators := jsonb_populate_record(null::mediators, said);
begin
    standing := 'closed';
    problem := case
        when b.id is null then 'not_found'
        when b.closed_on is not null then 'state_conflict'
        when m.valid_from > today then 'day_in_the_future'
        end;
    if problem is null then
        insert into mediators (district_code, id, body_id, name, full_time, qualification, valid_from, created_by, created_at, updated_at)
        values (b.district_code, new_id, b.id, m.name, m.full_time, m.qualification, coalesce(m.valid_from, today), current_user_id(), moment, moment);
        id := new_id;
    end if;
end $$;

create or replace function mediator_change(mediator uuid, changes jsonb, known integer, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    m mediators;
    n mediators;
begin
    select t.* into m from mediators t
    join mediation_bodies b on b.district_code = t.district_code and b.id = t.body_id and (current_street() is null or b.street_code = current_street())
    where t.district_code = current_district() and t.id = mediator for update of t;
    n := jsonb_populate_record(m, changes);
    id := m.id;
    standing := 'ended';
    problem := case
        when m.id is null then 'not_found'
        when m.version <> known then 'precondition_failed'
        when m.valid_to is not null then 'state_conflict'
        when (n.valid_to is null) <> (n.end_reason is null) then 'mediation_step_incomplete'
        when n.valid_to > today then 'day_in_the_future'
        when n.valid_to < m.valid_from then 'mediation_day_before'
        end;
    if problem is null then
        update mediators t set name = n.name, full_time = n.full_time, qualification = n.qualification, valid_to = n.valid_to, end_reason = n.end_reason, version = t.version + 1,
            updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = m.district_code and t.id = m.id;
    end if;
end $$;

-- Why a case on a tier cannot go to a body; held so that it is not closed meanwhile.
create or replace function mediation_body_fault(wanted uuid, on_tier text, in_street text, today date) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    b mediation_bodies;
    asked text;
begin
    select t.body_kind into asked from mediation_tiers t where t.tier = on_tier;
    if wanted is null then
        return case when asked is not null then 'mediation_body_needed' end;
    end if;
    select t.* into b from mediation_bodies t where t.district_code = current_district() and t.id = wanted for share;
    return case
        when b.id is null or b.closed_on is not null then 'mediation_body_unknown'
        when b.kind <> asked or b.street_code <> in_street then 'mediation_body_unfit'
        when (select r.value from rule_at('mediation_body_complete', '*', today) r) = 1 and mediation_body_missing(b, today) <> '{}' then 'mediation_body_incomplete'
        end;
end $$;

-- `seen`: the complaint's day, when the caller sees it as one of this estate or of none. What is worked on a tier is told on the complaint's own list of tiers too.
create or replace function mediation_case_make(new_id uuid, body jsonb, seen date, role text, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c mediation_cases := jsonb_populate_record(null::mediation_cases, jsonb_strip_nulls(body));
    e estates;
begin
    select t.* into e from estates t
    where t.district_code = current_district() and t.id = c.estate_id and t.street_code = coalesce(current_street(), t.street_code)
      and t.community_code = coalesce(current_community(), t.community_code);
    c.tier := coalesce(c.tier, 'early');
    c.arose_on := coalesce(c.arose_on, seen, today);
    problem := case
        when e.id is null then 'estate_unknown'
        when c.complaint_id is not null and seen is null then 'mediation_complaint_unknown'
        when ('firm' in (c.applicant_kind, c.respondent_kind)) <> (c.firm_id is not null) then 'mediation_firm'
        when c.firm_id is not null and not exists (select from firms f where f.district_code = current_district() and f.id = c.firm_id) then 'mediation_firm'
        when c.arose_on > today then 'day_in_the_future'
        -- Its limit would run from a later day than the complaint's.
        when c.arose_on > seen then 'mediation_arose_later'
        else mediation_body_fault(c.body_id, c.tier, e.street_code, today)
        end;
    if problem is not null then
        return;
    end if;
    insert into mediation_cases (district_code, id, estate_id, street_code, community_code, complaint_id, firm_id, kind, title, applicant_kind, applicant, respondent_kind, respondent, households, arose_on,
        overdue_from, tier, body_id, steps, created_by, created_role, created_at, updated_at)
    values (e.district_code, new_id, e.id, e.street_code, e.community_code, c.complaint_id, c.firm_id, c.kind, c.title, c.applicant_kind, c.applicant, c.respondent_kind, c.respondent, c.households, c.arose_on,
        (select coalesce(c.arose_on::timestamp at time zone 'Asia/Shanghai' + t.takes, t.ends) from duty_term('mediation_limit', c.kind, c.arose_on) t),
        c.tier, c.body_id, 1, current_user_id(), role, moment, moment)
    on conflict do nothing
    returning mediation_cases.id into id;
    if id is null then
        problem := 'mediation_case_exists';
        return;
    end if;
    insert into mediation_steps (district_code, id, case_id, number, action, occurred_on, to_state, tier, body_id, comes, note, recorded_by, recorded_role, recorded_at)
    values (e.district_code, new_id, new_id, 1, 'register', today, 'open', c.tier, c.body_id, true, c.title, current_user_id(), role, moment);
    perform mediation_tier_told(new_id, c.complaint_id, c.tier, c.body_id, c.title, role, moment);
end $$;

create or replace function mediation_tier_told(step uuid, complaint uuid, on_tier text, by_body uuid, why text, role text, moment timestamptz) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    insert into dispute_tiers (district_code, id, complaint_id, tier, body, reason, set_by, set_role, set_at)
    select current_district(), step, complaint, on_tier, (select b.name from mediation_bodies b where b.district_code = current_district() and b.id = by_body), why, current_user_id(), role, moment
    where complaint is not null
$$;

-- What a step says must be what its action needs, in this case's state.
create or replace function mediation_step_fault(c mediation_cases, s mediation_steps, today date) returns text
language sql volatile security definer set search_path = public, pg_temp as $$
    select case
        when s.occurred_on > today then 'day_in_the_future'
        when s.occurred_on < (select max(p.occurred_on) from mediation_steps p where p.district_code = c.district_code and p.case_id = c.id and p.action <> 'register')
            or s.occurred_on < c.arose_on then 'mediation_day_before'
        when (s.action = 'move_tier') <> (s.tier is not null) or s.body_id is not null and s.action <> 'move_tier'
            or (s.action = 'refer') <> (s.referred_to is not null) or (s.action = 'conclude') <> (s.outcome is not null)
            or s.agreement_no is not null and s.action <> 'settle' or s.case_no is not null and s.action not in ('refer', 'conclude')
            or s.mediator_id is not null and s.action not in ('session', 'settle', 'fail') then 'mediation_step_incomplete'
        when s.mediator_id is not null and not exists (
            select from mediators m where m.district_code = c.district_code and m.id = s.mediator_id and m.body_id = c.body_id
              and m.valid_from <= s.occurred_on and coalesce(m.valid_to > s.occurred_on, true)) then 'mediator_unknown'
        when s.action = 'move_tier' and (select t.place from mediation_tiers t where t.tier = s.tier) < (select t.place from mediation_tiers t where t.tier = c.tier)
            or s.action = 'move_tier' and s.tier = c.tier and s.body_id is not distinct from c.body_id then 'mediation_tier_back'
        when s.action = 'move_tier' and c.state = 'failed' and s.tier = c.tier then 'mediation_tier_back'
        when s.action = 'move_tier' then mediation_body_fault(s.body_id, s.tier, c.street_code, today)
        when s.action = 'reopen' and exists (
            select from mediation_cases o where o.district_code = c.district_code and o.complaint_id = c.complaint_id and o.state in ('open', 'failed', 'referred')) then 'mediation_case_exists'
        end
$$;

create or replace function mediation_step(new_id uuid, dispute uuid, body jsonb, role text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    s mediation_steps := jsonb_populate_record(null::mediation_steps, jsonb_strip_nulls(body));
    c mediation_cases;
    goes text;
    at_moment timestamptz;
begin
    select t.* into c from mediation_cases t
    where t.district_code = current_district() and t.id = dispute and t.street_code = coalesce(current_street(), t.street_code)
      and t.community_code = coalesce(current_community(), t.community_code) and (current_street() is null or t.complaint_id is null or not mediation_hidden(t.complaint_id)) for update;
    select t.to_state into goes from mediation_transitions t where t.from_state = c.state and t.action = s.action;
    standing := c.state;
    s.occurred_on := coalesce(s.occurred_on, today);
    problem := case when c.id is null then 'not_found' when goes is null then 'state_conflict' else mediation_step_fault(c, s, today) end;
    if problem is not null then
        return;
    end if;
    at_moment := greatest(moment, c.updated_at + interval '1 microsecond');
    insert into mediation_steps (district_code, id, case_id, number, action, occurred_on, from_state, to_state, tier, body_id, mediator_id, comes, note, agreement_no, referred_to, case_no, outcome,
        recorded_by, recorded_role, recorded_at)
    values (c.district_code, new_id, c.id, c.steps + 1, s.action, s.occurred_on, c.state, goes, coalesce(s.tier, c.tier), case s.action when 'move_tier' then s.body_id else c.body_id end, s.mediator_id,
        s.action = 'move_tier' and s.body_id is distinct from c.body_id, s.note, s.agreement_no, s.referred_to, s.case_no, s.outcome, current_user_id(), role, at_moment);
    update mediation_cases t set state = goes, tier = coalesce(s.tier, t.tier), body_id = case s.action when 'move_tier' then s.body_id else t.body_id end,
        referred_to = coalesce(s.referred_to, t.referred_to), case_no = coalesce(s.case_no, t.case_no), outcome = s.outcome,
        agreement_no = case s.action when 'reopen' then null else coalesce(s.agreement_no, t.agreement_no) end,
        -- Solved on the day that is said, before the day ends; never after it was recorded.
        solved_at = case when goes in ('settled', 'concluded') then least(at_moment, ((s.occurred_on + 1)::timestamp at time zone 'Asia/Shanghai') - interval '1 microsecond') end,
        sessions = t.sessions + (s.action = 'session')::integer, steps = t.steps + 1, version = t.version + 1, updated_at = at_moment
    where t.district_code = c.district_code and t.id = c.id;
    if s.action = 'move_tier' or s.referred_to = 'circuit_court' then
        perform mediation_tier_told(new_id, c.complaint_id, coalesce(s.tier, s.referred_to), s.body_id, s.note, role, at_moment);
    end if;
    id := new_id;
end $$;

revoke all on function mediation_body_make(uuid, jsonb, timestamptz, date), mediation_body_locked(uuid), mediation_body_change(uuid, jsonb, integer, timestamptz, date),
    mediator_add(uuid, uuid, jsonb, timestamptz, date), mediator_change(uuid, jsonb, integer, timestamptz, date), mediation_body_fault(uuid, text, text, date),
    mediation_case_make(uuid, jsonb, date, text, timestamptz, date), mediation_tier_told(uuid, uuid, text, uuid, text, text, timestamptz),
    mediation_step_fault(mediation_cases, mediation_steps, date), mediation_step(uuid, uuid, jsonb, text, timestamptz, date) from public;
grant execute on function mediation_body_make(uuid, jsonb, timestamptz, date), mediation_body_change(uuid, jsonb, integer, timestamptz, date),
    mediator_add(uuid, uuid, jsonb, timestamptz, date), mediator_change(uuid, jsonb, integer, timestamptz, date) to wuye_district, wuye_street;
grant execute on function mediation_case_make(uuid, jsonb, date, text, timestamptz, date), mediation_step(uuid, uuid, jsonb, text, timestamptz, date)
    to wuye_district, wuye_street, wuye_community;

reset role;
