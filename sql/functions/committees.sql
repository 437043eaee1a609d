-- Life of owners' committees (K01–K07, J10). What is done with one locks its estate's and its own row first, so that of two who act at once the second meets what the first left.
-- No role writes in the tables.
set role wuye_owner;

-- The committee, locked, of the caller's area as it is now.
create or replace function committee_locked(wanted uuid) returns owners_committees language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees;
begin
    perform from owners_committees o join estates e on e.district_code = o.district_code and e.id = o.estate_id
    where o.district_code = current_district() and o.id = wanted and e.street_code = coalesce(current_street(), e.street_code)
      and e.community_code = coalesce(current_community(), e.community_code)
    for no key update of e;
    if found then
        select o.* into c from owners_committees o where o.district_code = current_district() and o.id = wanted for no key update;
    end if;
    return c;
end $$;

-- What is missing of the step, who may not take it, and days that do not fit. before: the last day of which something is recorded.
create or replace function committee_step_problem(step committee_transitions, body jsonb, caller_role text, day date, today date, before date) returns text language sql stable as $$
    select case
        when step.action is null then 'state_conflict'
        when caller_role <> all (step.roles) then 'committee_step_not_yours'
        when exists (select from unnest(step.needs) n where body ->> n is null) then 'committee_step_incomplete'
        when exists (select from unnest('{due_on,item_code,place,term_from,term_to}'::text[]) n where body ? n and n <> all (step.needs)) then 'committee_step_incomplete'
        when day > today then 'day_in_the_future'
        when day < before or (body ->> 'due_on')::date <= day or (body ->> 'term_to')::date <= (body ->> 'term_from')::date then 'committee_step_day_unfit'
        end
$$;

-- The item of a purpose that holds on a day: the district's own in place of the common one.
create or replace function committee_negative_item(wanted_purpose text, wanted text, on_day date) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
    select case when i.applies then i.id end
    from committee_negative_items i
    where i.district_code in (current_district(), '*') and i.purpose = wanted_purpose and i.code = wanted and i.effective_from <= on_day and coalesce(i.effective_to > on_day, true)
    order by i.district_code = '*'
    limit 1
$$;

create or replace function committee_step_keep(new_id uuid, step committee_transitions, c owners_committees, of_member uuid, of_decision uuid, body jsonb, item uuid, day date, caller_role text,
    moment timestamptz) returns void language sql volatile security definer set search_path = public, pg_temp as $$
    insert into committee_steps (district_code, id, subject, committee_id, estate_id, member_id, decision_id, action, from_state, to_state, day, due_on, item_id, item_code, reason, document, place,
        term_from, term_to, re_elected, made_by, made_role, created_at)
    values (c.district_code, new_id, step.subject, c.id, c.estate_id, of_member, of_decision, step.action, step.from_state, step.to_state, day, (body ->> 'due_on')::date, item,
        body ->> 'item_code', body ->> 'reason', body ->> 'document', body ->> 'place', (body ->> 'term_from')::date, (body ->> 'term_to')::date,
        array(select r.id::uuid from jsonb_array_elements_text(coalesce(body -> 're_elected', '[]')) r (id)), current_user_id(), caller_role, moment)
$$;

-- What is known of a member is about to change: it is kept, and the moment from which the new is known is told.
create or replace function committee_member_keep(m committee_members, moment timestamptz) returns timestamptz language sql volatile security definer set search_path = public, pg_temp as $$
    insert into committee_members_past (district_code, id, committee_id, name, position, party_member, valid_from, valid_to, end_reason, version, created_at, updated_at, state, announced_on,
        candidate_id, candidate_state, known_from, known_to)
    values (m.district_code, m.id, m.committee_id, m.name, m.position, m.party_member, m.valid_from, m.valid_to, m.end_reason, m.version, m.created_at, m.updated_at, m.state, m.announced_on,
        m.candidate_id, m.candidate_state, m.known_from, greatest(moment, m.known_from + interval '1 microsecond'))
    returning known_to
$$;

-- K01. Whether somebody may be a member, and as which candidate: who is named as one has to have passed, by a review that nobody has become a member by. In an estate whose
-- candidates are reviewed, or where the rule says so, everybody has to: another spelling of the name is nobody who passed.
create or replace function committee_pass(c owners_committees, who text, wanted uuid, on_day date, out candidate uuid, out problem text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    k committee_candidates;
begin
    select t.* into k from committee_candidates t
    where t.district_code = c.district_code and t.estate_id = c.estate_id and case when wanted is null then t.name = who and t.state <> 'withdrawn' else t.id = wanted end
    order by t.created_at desc, t.id desc limit 1;
    candidate := k.id;
    problem := case
        when wanted is not null and k.name is distinct from who then 'committee_candidate_unknown'
        when k.state <> 'passed' then 'committee_candidate_not_passed'
        when k.id is null and (exists (select from committee_candidates t where t.district_code = c.district_code and t.estate_id = c.estate_id)
            or (select r.value = 1 from rule_at('committee_members_reviewed', '*', on_day) r)) then 'committee_candidate_not_passed'
        when exists (select from committee_members t where t.district_code = c.district_code and t.candidate_id = k.id)
          or exists (select from committee_members_past t where t.district_code = c.district_code and t.candidate_id = k.id) then 'committee_candidate_not_passed'
        end;
end $$;

-- With the new term the office of those in office ends, except of those who are elected again; who joins on its first day or later is of the new term.
create or replace function committee_term_change(c owners_committees, again uuid[], first date, moment timestamptz, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    m committee_members;
    pass record;
begin
    if exists (select from unnest(again) a (id) where not exists (select from committee_members t where t.district_code = c.district_code and t.committee_id = c.id and t.id = a.id
            and t.state = 'active' and t.valid_from < first and coalesce(t.valid_to > first, true))) then
        problem := 'committee_member_not_in_office';
        return;
    end if;
    select p.problem into problem
    from committee_members t cross join lateral committee_pass(c, t.name, null, first) p
    where t.district_code = c.district_code and t.committee_id = c.id and t.id = any (again) and p.problem is not null
    limit 1;
    if problem is not null then
        return;
    end if;
    for m in select t.* from committee_members t
        where t.district_code = c.district_code and t.committee_id = c.id and t.valid_from < first and coalesce(t.valid_to > first, true) order by t.id for update loop
        pass := committee_pass(c, m.name, null, first);
        if m.id <> all (again) or pass.candidate is not null then
            moment := committee_member_keep(m, moment);
            update committee_members t set version = t.version + 1, updated_at = moment, known_from = moment,
                valid_to = case when m.id <> all (again) then first else t.valid_to end, end_reason = case when m.id <> all (again) then '换届' else t.end_reason end,
                candidate_id = case when m.id <> all (again) then t.candidate_id else pass.candidate end
            where t.district_code = m.district_code and t.id = m.id;
        end if;
    end loop;
end $$;

-- K04. The register's row is replaced and what stood before is kept, as by a change.
create or replace function committee_step(new_id uuid, wanted uuid, body jsonb, caller_role text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked(wanted);
    step committee_transitions;
    day constant date := coalesce((body ->> 'day')::date, today);
begin
    if c.id is null then
        return;
    end if;
    id := new_id;
    standing := c.status;
    select t.* into step from committee_transitions t where t.subject = 'committee' and t.from_state = c.status and t.action = body ->> 'action';
    problem := committee_step_problem(step, body, caller_role, day, today,
        greatest(c.established_on, (select max(s.day) from committee_steps s where s.district_code = c.district_code and s.committee_id = c.id and s.subject = 'committee')));
    problem := coalesce(problem, case
        when step.action <> 'elect' and body ? 're_elected' then 'committee_step_incomplete'
        when step.action = 'lapse' and coalesce(c.term_to > day, true) or (body ->> 'term_from')::date < day then 'committee_step_day_unfit' end);
    if problem is null and step.action = 'elect' then
        problem := committee_term_change(c, array(select r.id::uuid from jsonb_array_elements_text(coalesce(body -> 're_elected', '[]')) r (id)), (body ->> 'term_from')::date, moment);
    end if;
    if problem is not null then
        return;
    end if;
    moment := greatest(moment, c.known_from + interval '1 microsecond');
    insert into owners_committees_past (district_code, id, estate_id, kind, status, established_on, term_from, term_to, dissolved_on, member_count, party_member_count, no_oc_reason, version,
        created_at, updated_at, known_from, known_to, rectify_by)
    values (c.district_code, c.id, c.estate_id, c.kind, c.status, c.established_on, c.term_from, c.term_to, c.dissolved_on, c.member_count, c.party_member_count, c.no_oc_reason, c.version,
        c.created_at, c.updated_at, c.known_from, moment, c.rectify_by);
    update owners_committees o set status = step.to_state, rectify_by = case when step.to_state = 'rectifying' then (body ->> 'due_on')::date end,
        term_from = coalesce((body ->> 'term_from')::date, o.term_from), term_to = coalesce((body ->> 'term_to')::date, o.term_to),
        version = o.version + 1, updated_at = moment, known_from = moment
    where o.district_code = c.district_code and o.id = c.id;
    perform committee_step_keep(new_id, step, c, null, null, body, null, day, caller_role, moment);
end $$;

-- A text without the names of the committee's members and of the estate's candidates.
create or replace function committee_nameless(c owners_committees, said text) returns text language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    one text;
begin
    for one in select n.name from (
            select m.name from committee_members m where m.district_code = c.district_code and m.committee_id = c.id
            union select k.name from committee_candidates k where k.district_code = c.district_code and k.estate_id = c.estate_id) n
        where length(n.name) > 1 order by length(n.name) desc, n.name loop
        said := replace(said, one, '某某');
    end loop;
    return said;
end $$;

-- What is told to all owners, never a name.
create or replace function committee_announce(new_id uuid, c owners_committees, what text, said_title text, said text, where_told text, day date, of_decision uuid, of_step uuid, moment timestamptz)
returns void language sql volatile security definer set search_path = public, pg_temp as $$
    insert into committee_announcements (district_code, id, committee_id, estate_id, kind, title, content, place, announced_on, decision_id, step_id, created_by, created_at)
    values (c.district_code, new_id, c.id, c.estate_id, what, said_title, said, where_told, day, of_decision, of_step, current_user_id(), moment)
$$;

-- K05. Committees before members, so that no two wait for each other.
create or replace function committee_member_step(new_id uuid, wanted uuid, body jsonb, caller_role text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked((select m.committee_id from committee_members m where m.district_code = current_district() and m.id = wanted));
    m committee_members;
    step committee_transitions;
    item uuid;
    day constant date := coalesce((body ->> 'day')::date, today);
begin
    if c.id is null then
        return;
    end if;
    select t.* into m from committee_members t where t.district_code = c.district_code and t.id = wanted for update;
    id := new_id;
    standing := case when m.state <> 'terminated' and m.valid_to <= today then 'ended' else m.state end;
    select t.* into step from committee_transitions t where t.subject = 'member' and t.from_state = standing and t.action = body ->> 'action' and (t.action <> 'announce' or m.announced_on is null);
    problem := committee_step_problem(step, body, caller_role, day, today,
        greatest(m.valid_from, (select max(s.day) from committee_steps s where s.district_code = c.district_code and s.member_id = m.id and s.committee_id = c.id)));
    if problem is null and step.action = 'suspend' then
        item := committee_negative_item('service', body ->> 'item_code', day);
        problem := case when item is null then 'committee_negative_item_unknown' end;
    end if;
    if problem is not null then
        return;
    end if;
    moment := committee_member_keep(m, moment);
    update committee_members t set state = step.to_state,
        valid_to = case step.action when 'terminate' then day else t.valid_to end, end_reason = case step.action when 'terminate' then body ->> 'reason' else t.end_reason end,
        announced_on = case step.action when 'announce' then day end, version = t.version + 1, updated_at = moment, known_from = moment
    where t.district_code = c.district_code and t.id = m.id;
    perform committee_step_keep(new_id, step, c, m.id, null, body, item, day, caller_role, moment);
    if step.action = 'announce' then
        perform committee_announce(new_id, c, 'membership_ended', '业主委员会成员资格终止公告', '经业主大会决定，业主委员会一名成员的资格已终止。', body ->> 'place', day, null, new_id, moment);
    end if;
end $$;

-- K06. Who ordered the correction does not annul; nothing is annulled before the day by which it was to be corrected is over.
create or replace function committee_decision_step(new_id uuid, wanted uuid, body jsonb, caller_role text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked((select d.committee_id from committee_decisions d where d.district_code = current_district() and d.id = wanted));
    d committee_decisions;
    step committee_transitions;
    day constant date := coalesce((body ->> 'day')::date, today);
begin
    if c.id is null then
        return;
    end if;
    select t.* into d from committee_decisions t where t.district_code = c.district_code and t.id = wanted for update;
    id := new_id;
    standing := d.state;
    select t.* into step from committee_transitions t where t.subject = 'decision' and t.from_state = d.state and t.action = body ->> 'action' and (t.action <> 'announce' or d.announced_on is null);
    problem := committee_step_problem(step, body, caller_role, day, today,
        greatest(d.decided_on, (select max(s.day) from committee_steps s where s.district_code = c.district_code and s.decision_id = d.id and s.committee_id = c.id)));
    problem := coalesce(problem, case when step.action = 'annul' then case
        when d.ordered_by = current_user_id() then 'separation_of_duties'
        when day <= d.due_on then 'committee_step_day_unfit' end end);
    if problem is not null then
        return;
    end if;
    update committee_decisions t set state = step.to_state, due_on = coalesce((body ->> 'due_on')::date, t.due_on),
        ordered_by = case step.action when 'order' then current_user_id() else t.ordered_by end, annulled_by = case step.action when 'annul' then current_user_id() else t.annulled_by end,
        announced_on = case step.action when 'announce' then day end, version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
    where t.district_code = c.district_code and t.id = d.id;
    perform committee_step_keep(new_id, step, c, null, d.id, body, null, day, caller_role, moment);
    if step.action = 'announce' then
        perform committee_announce(new_id, c, 'decision_annulled', '业主委员会决定撤销公告', '业主委员会的决定“' || committee_nameless(c, d.title) || '”已被依法撤销。', body ->> 'place', day, d.id, new_id, moment);
    end if;
end $$;

create or replace function committee_decision_make(new_id uuid, wanted uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked(wanted);
    d committee_decisions := jsonb_populate_record(null::committee_decisions, body);
begin
    if c.id is null then
        return;
    end if;
    id := new_id;
    problem := case when d.decided_on > today then 'day_in_the_future' when d.decided_on < c.established_on or d.decided_on >= c.dissolved_on then 'committee_step_day_unfit' end;
    if problem is null then
        insert into committee_decisions (district_code, id, committee_id, estate_id, title, content, document, decided_on, created_by, created_at, updated_at)
        values (c.district_code, new_id, c.id, c.estate_id, d.title, d.content, d.document, d.decided_on, current_user_id(), moment, moment);
    end if;
end $$;

-- K01. A district's own item from today or later; the one that runs ends there.
create or replace function committee_negative_item_set(new_id uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    i committee_negative_items := jsonb_populate_record(null::committee_negative_items, body);
begin
    if i.effective_from < today then
        problem := 'takes_effect_in_the_past';
        return;
    end if;
    perform pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'committee_negative_item', current_district(), i.purpose, i.code), 0));
    if exists (select from committee_negative_items t where t.district_code = current_district() and t.purpose = i.purpose and t.code = i.code and t.effective_from >= i.effective_from) then
        problem := 'committee_negative_item_planned';
        return;
    end if;
    update committee_negative_items t set effective_to = i.effective_from
    where t.district_code = current_district() and t.purpose = i.purpose and t.code = i.code and t.effective_from < i.effective_from and coalesce(t.effective_to > i.effective_from, true);
    insert into committee_negative_items (district_code, id, purpose, code, zh, en, applies, basis, effective_from, created_by, created_at)
    values (current_district(), new_id, i.purpose, i.code, i.zh, i.en, coalesce(i.applies, true), i.basis, i.effective_from, current_user_id(), moment);
    id := new_id;
end $$;

create or replace function committee_candidate_make(new_id uuid, body jsonb, moment timestamptz, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    n committee_candidates := jsonb_populate_record(null::committee_candidates, body);
    e estates;
begin
    -- Of two who name the same one for an estate at once the second waits here.
    select t.* into e from estates t
    where t.district_code = current_district() and t.id = n.estate_id and t.street_code = coalesce(current_street(), t.street_code) and t.community_code = coalesce(current_community(), t.community_code)
    for no key update;
    problem := case
        when e.id is null then 'estate_unknown'
        when exists (select from committee_candidates t where t.district_code = e.district_code and t.estate_id = e.id and t.name = n.name and t.state = 'reviewing') then 'committee_candidate_exists'
        end;
    if problem is null then
        insert into committee_candidates (district_code, id, estate_id, name, position_sought, party_member, recommended_by, departments, created_by, created_at, updated_at)
        values (e.district_code, new_id, e.id, n.name, coalesce(n.position_sought, 'member'), n.party_member, n.recommended_by, array(select distinct d from unnest(n.departments) d order by 1),
            current_user_id(), moment, moment);
        id := new_id;
    end if;
end $$;

-- The candidate, locked, of the caller's area as it is now.
create or replace function committee_candidate_locked(wanted uuid) returns committee_candidates language sql volatile security definer set search_path = public, pg_temp as $$
    select t.*
    from committee_candidates t join estates e on e.district_code = t.district_code and e.id = t.estate_id
    where t.district_code = current_district() and t.id = wanted and e.street_code = coalesce(current_street(), e.street_code) and e.community_code = coalesce(current_community(), e.community_code)
    for update of t
$$;

-- One answer of each department that was asked, not recorded by whoever named the candidate. The first that fails ends the review; it is passed when all have passed it.
create or replace function committee_opinion_give(wanted uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    k committee_candidates := committee_candidate_locked(wanted);
    o committee_opinions := jsonb_populate_record(null::committee_opinions, body);
    item uuid;
    answered integer;
begin
    if k.id is null then
        return;
    end if;
    id := k.id;
    standing := k.state;
    o.given_on := coalesce(o.given_on, today);
    item := case when o.item_code is not null then committee_negative_item('candidate', o.item_code, o.given_on) end;
    problem := case
        when k.state <> 'reviewing' then 'state_conflict'
        when k.created_by = current_user_id() then 'separation_of_duties'
        when o.department <> all (k.departments) then 'committee_department_not_asked'
        when exists (select from committee_opinions t where t.district_code = k.district_code and t.candidate_id = k.id and t.department = o.department) then 'committee_opinion_exists'
        when (o.verdict = 'fail') <> (o.item_code is not null) then 'committee_opinion_incomplete'
        when o.item_code is not null and item is null then 'committee_negative_item_unknown'
        when o.given_on > today then 'day_in_the_future'
        end;
    if problem is not null then
        return;
    end if;
    insert into committee_opinions (district_code, candidate_id, department, verdict, item_id, item_code, reason, given_on, created_by, created_at)
    values (k.district_code, k.id, o.department, o.verdict, item, o.item_code, o.reason, o.given_on, current_user_id(), moment);
    select count(*) into answered from committee_opinions t where t.district_code = k.district_code and t.candidate_id = k.id;
    update committee_candidates t set
        state = case when o.verdict = 'fail' then 'failed' when answered = cardinality(k.departments) then 'passed' else 'reviewing' end,
        concluded_at = case when o.verdict = 'fail' or answered = cardinality(k.departments) then moment end, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
    where t.district_code = k.district_code and t.id = k.id;
end $$;

-- While the review is under way.
create or replace function committee_candidate_withdraw(wanted uuid, said text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    k committee_candidates := committee_candidate_locked(wanted);
begin
    id := k.id;
    standing := k.state;
    problem := case when k.state <> 'reviewing' then 'state_conflict' end;
    if problem is null then
        update committee_candidates t set state = 'withdrawn', concluded_at = moment, withdrawn_because = said, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = k.district_code and t.id = k.id;
    end if;
end $$;

-- A member from a first day on. Who goes on in another position within the term was reviewed, or elected, before.
create or replace function committee_member_add(new_id uuid, wanted uuid, body jsonb, moment timestamptz, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked(wanted);
    m committee_members := jsonb_populate_record(null::committee_members, body);
    pass record;
    goes_on boolean;
begin
    if c.id is null then
        return;
    end if;
    id := new_id;
    goes_on := m.candidate_id is null and exists (select from committee_members t
        where t.district_code = c.district_code and t.committee_id = c.id and t.name = m.name and t.valid_to = m.valid_from and t.state = 'active')
        and not exists (select from committee_steps s where s.district_code = c.district_code and s.committee_id = c.id and s.action = 'elect' and s.term_from = m.valid_from);
    pass := committee_pass(c, m.name, m.candidate_id, m.valid_from);
    problem := case when m.valid_from >= c.dissolved_on then 'committee_step_day_unfit' when not goes_on then pass.problem end;
    if problem is null then
        insert into committee_members (district_code, id, committee_id, name, position, party_member, valid_from, candidate_id, created_at, updated_at, known_from)
        values (c.district_code, new_id, c.id, m.name, m.position, coalesce(m.party_member, false), m.valid_from, case when not goes_on then pass.candidate end, moment, moment, moment);
    end if;
end $$;

create or replace function committee_member_end(wanted uuid, last date, said text, moment timestamptz, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked((select m.committee_id from committee_members m where m.district_code = current_district() and m.id = wanted));
    m committee_members;
begin
    if c.id is null then
        return;
    end if;
    select t.* into m from committee_members t where t.district_code = c.district_code and t.id = wanted for update;
    id := m.id;
    problem := case when m.valid_to is not null then 'state_conflict' end;
    if problem is null then
        moment := committee_member_keep(m, moment);
        update committee_members t set valid_to = last, end_reason = said, version = t.version + 1, updated_at = moment, known_from = moment
        where t.district_code = m.district_code and t.id = m.id;
    end if;
end $$;

create or replace function committee_review_add(new_id uuid, wanted uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked(wanted);
    r committee_reviews := jsonb_populate_record(null::committee_reviews, body);
begin
    if c.id is null then
        return;
    end if;
    id := new_id;
    r.satisfied_percent := round(100.0 * r.satisfied / r.representatives, 2);
    r.required_percent := (select t.value from rule_at('committee_review_percent', '*', r.held_on) t);
    problem := case
        when r.satisfied + r.acceptable + r.unsatisfied <> r.representatives then 'committee_review_sum'
        when r.held_on > today then 'day_in_the_future'
        when r.held_on < c.established_on or r.held_on >= c.dissolved_on then 'committee_step_day_unfit'
        when exists (select from committee_reviews t where t.district_code = c.district_code and t.committee_id = c.id and t.held_on = r.held_on and t.withdrawn_at is null) then 'committee_review_exists'
        end;
    if problem is null then
        insert into committee_reviews (district_code, id, committee_id, estate_id, held_on, representatives, satisfied, acceptable, unsatisfied, satisfied_percent, required_percent, result, document,
            note, created_by, created_at)
        values (c.district_code, new_id, c.id, c.estate_id, r.held_on, r.representatives, r.satisfied, r.acceptable, r.unsatisfied, r.satisfied_percent, r.required_percent,
            case when r.satisfied_percent >= r.required_percent then 'passed' else 'failed' end, r.document, r.note, current_user_id(), moment);
    end if;
end $$;

create or replace function committee_audit_commission(new_id uuid, wanted uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked(wanted);
    a committee_audits := jsonb_populate_record(null::committee_audits, body);
begin
    if c.id is null then
        return;
    end if;
    id := new_id;
    a.commissioned_on := coalesce(a.commissioned_on, today);
    problem := case
        when (a.kind = 'term_change') <> (a.election_id is not null) or (a.kind = 'director_leaving') <> (a.member_id is not null) or (a.kind = 'special') <> (a.reason is not null)
            then 'committee_audit_incomplete'
        when a.commissioned_on > today then 'day_in_the_future'
        when a.commissioned_on < c.established_on then 'committee_step_day_unfit'
        when a.kind = 'term_change' and not exists (select from committee_steps s where s.district_code = c.district_code and s.committee_id = c.id and s.id = a.election_id and s.action = 'elect')
          or a.kind = 'director_leaving' and not exists (select from committee_members m where m.district_code = c.district_code and m.committee_id = c.id and m.id = a.member_id and m.position = 'director')
            then 'committee_audit_of_nothing'
        when exists (select from committee_audits t where t.district_code = c.district_code and t.withdrawn_at is null and (t.election_id = a.election_id or t.member_id = a.member_id)) then 'committee_audit_exists'
        end;
    if problem is null then
        insert into committee_audits (district_code, id, committee_id, estate_id, kind, election_id, member_id, reason, auditor, commissioned_on, created_by, created_at, updated_at)
        values (c.district_code, new_id, c.id, c.estate_id, a.kind, a.election_id, a.member_id, a.reason, a.auditor, a.commissioned_on, current_user_id(), moment, moment);
    end if;
end $$;

create or replace function committee_audit_report(wanted uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked((select t.committee_id from committee_audits t where t.district_code = current_district() and t.id = wanted));
    a committee_audits;
    r committee_audits := jsonb_populate_record(null::committee_audits, body);
begin
    if c.id is null then
        return;
    end if;
    select t.* into a from committee_audits t where t.district_code = c.district_code and t.id = wanted for update;
    id := a.id;
    standing := case when a.withdrawn_at is null then 'reported' else 'withdrawn' end;
    r.reported_on := coalesce(r.reported_on, today);
    problem := case
        when a.reported_on is not null or a.withdrawn_at is not null then 'state_conflict'
        when r.reported_on > today then 'day_in_the_future'
        when r.reported_on < a.commissioned_on then 'committee_step_day_unfit'
        end;
    if problem is null then
        update committee_audits t set reported_on = r.reported_on, opinion = r.opinion, findings = r.findings, document = r.document, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = a.district_code and t.id = a.id;
    end if;
end $$;

create or replace function committee_account_open(new_id uuid, wanted uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked(wanted);
    a committee_accounts := jsonb_populate_record(null::committee_accounts, body);
begin
    if c.id is null then
        return;
    end if;
    id := new_id;
    a.opened_on := coalesce(a.opened_on, today);
    problem := case
        when a.opened_on > today then 'day_in_the_future'
        when exists (select from committee_accounts t where t.district_code = c.district_code and t.committee_id = c.id and t.bank = a.bank and t.last4 = a.last4
                        and coalesce(t.closed_on > a.opened_on, true)) then 'committee_account_exists'
        end;
    if problem is null then
        insert into committee_accounts (district_code, id, committee_id, estate_id, bank, last4, managed_with, bookkeeper, opened_on, created_by, created_at, updated_at)
        values (c.district_code, new_id, c.id, c.estate_id, a.bank, a.last4, a.managed_with, a.bookkeeper, a.opened_on, current_user_id(), moment, moment);
    end if;
end $$;

create or replace function committee_account_close(wanted uuid, day date, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked((select t.committee_id from committee_accounts t where t.district_code = current_district() and t.id = wanted));
    a committee_accounts;
begin
    if c.id is null then
        return;
    end if;
    select t.* into a from committee_accounts t where t.district_code = c.district_code and t.id = wanted for update;
    id := a.id;
    standing := 'closed';
    problem := case when a.closed_on is not null then 'state_conflict' when day > today then 'day_in_the_future' when day < a.opened_on then 'committee_step_day_unfit' end;
    if problem is null then
        update committee_accounts t set closed_on = day, close_reason = said, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = a.district_code and t.id = a.id;
    end if;
end $$;

create or replace function committee_announcement_add(new_id uuid, wanted uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked(wanted);
    a committee_announcements := jsonb_populate_record(null::committee_announcements, body);
begin
    if c.id is null then
        return;
    end if;
    id := new_id;
    a.announced_on := coalesce(a.announced_on, today);
    problem := case
        when a.kind = 'funds' and (a.fund_source is null or a.fund_use is null) then 'committee_announcement_incomplete'
        when a.announced_on > today then 'day_in_the_future'
        when a.announced_on < c.established_on then 'committee_step_day_unfit'
        when a.decision_id is not null and not exists (select from committee_decisions d where d.district_code = c.district_code and d.committee_id = c.id and d.id = a.decision_id and d.state <> 'withdrawn')
            then 'committee_decision_unknown'
        end;
    if problem is null then
        insert into committee_announcements (district_code, id, committee_id, estate_id, kind, title, content, fund_source, fund_use, amount, place, announced_on, decision_id, created_by, created_at)
        values (c.district_code, new_id, c.id, c.estate_id, a.kind, committee_nameless(c, a.title), committee_nameless(c, a.content), committee_nameless(c, a.fund_source),
            committee_nameless(c, a.fund_use), a.amount, committee_nameless(c, a.place), a.announced_on, a.decision_id, current_user_id(), moment);
    end if;
end $$;

-- A decision, review, audit or announcement, whichever has the id.
create or replace function committee_record(wanted uuid) returns table (kind text, committee_id uuid, created_by uuid, state text)
language sql volatile rows 1 security definer set search_path = public, pg_temp as $$
    select 'decision', d.committee_id, d.created_by, d.state from committee_decisions d where d.district_code = current_district() and d.id = wanted
    union all
    select 'review', v.committee_id, v.created_by, case when v.withdrawn_at is null then 'standing' else 'withdrawn' end from committee_reviews v
    where v.district_code = current_district() and v.id = wanted
    union all
    select 'audit', a.committee_id, a.created_by, case when a.withdrawn_at is null then 'standing' else 'withdrawn' end from committee_audits a
    where a.district_code = current_district() and a.id = wanted
    union all
    select 'announcement', a.committee_id, a.created_by, case when a.withdrawn_at is not null then 'withdrawn' when a.step_id is null then 'standing' else 'announced' end
    from committee_announcements a where a.district_code = current_district() and a.id = wanted
$$;

-- What was recorded by mistake: it stays to be read by the authorities, with why, and counts no more. Not by who recorded it. What steps led to is not taken back.
create or replace function committee_record_withdraw(wanted uuid, said text, moment timestamptz, out id uuid, out kind text, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees;
    r record;
begin
    select * into r from committee_record(wanted);
    c := committee_locked(r.committee_id);
    if c.id is null then
        return;
    end if;
    select * into r from committee_record(wanted); -- as whoever was first left it
    id := wanted;
    kind := r.kind;
    standing := r.state;
    problem := case when r.state <> 'standing' then 'state_conflict' when r.created_by = current_user_id() then 'separation_of_duties' end;
    if problem is null then
        execute format('update %I set withdrawn_at = $1, withdrawn_by = $2, withdrawn_because = $3 %s where district_code = $4 and id = $5', 'committee_' || kind || 's', case kind
            when 'decision' then ', state = ''withdrawn'', version = version + 1, updated_at = greatest($1, updated_at + interval ''1 microsecond'')'
            when 'audit' then ', updated_at = greatest($1, updated_at + interval ''1 microsecond'')' end) using moment, current_user_id(), said, c.district_code, wanted;
    end if;
end $$;

-- Members in office whose vote counts, of the caller's area as it is now; and their share of party members. Where the register has no counts these count.
create or replace function committee_members_counted(on_day date) returns table (committee_id uuid, members bigint, party_members bigint)
language sql stable parallel safe security definer set search_path = public, pg_temp set enable_nestloop = off as $$ -- whole registers, as they lie
    with counted as materialized (
        select m.committee_id, count(*) as members, count(*) filter (where m.party_member) as party_members
        from committee_members m
        where m.district_code = (select current_district()) and m.position <> 'alternate' and m.valid_from <= on_day and coalesce(m.valid_to > on_day, true)
        group by m.committee_id
    )
    select n.committee_id, n.members, n.party_members
    from counted n
    join owners_committees c on c.district_code = (select current_district()) and c.id = n.committee_id
    join estates e on e.district_code = c.district_code and e.id = c.estate_id
    where e.street_code = coalesce((select current_street()), e.street_code) and e.community_code = coalesce((select current_community()), e.community_code)
$$;

create or replace function committee_party_share(registered integer, registered_party integer, counted bigint, counted_party bigint) returns numeric language sql immutable parallel safe as $$
    select case when registered is not null and registered_party is not null then round(100.0 * registered_party / nullif(registered, 0), 2) else round(100.0 * counted_party / nullif(counted, 0), 2) end
$$;

-- What is told of a committee beside its row, as it was known when the day was over: the share of party members against the rule (B04, a warning), whether the term is over on the day
-- and nobody was elected, and whether an account is co-managed (K03). Who is no authority of the area learns nothing of members and accounts.
drop function if exists committee_told(owners_committees, date);
create or replace function committee_told(c owners_committees, day date, caller_role text) returns table (party_percent numeric, party_short boolean, term_over boolean, co_managed boolean)
language sql stable parallel safe rows 1 security definer set search_path = public, pg_temp as $$
    select s.share, s.share < r.value and c.kind = 'owners_committee', coalesce(c.term_to <= day, false) and c.status <> 'dissolved',
        case when i.inside then exists (select from committee_accounts a where a.district_code = c.district_code and a.committee_id = c.id and a.opened_on <= day
            and a.created_at < (day + 1)::timestamptz and (coalesce(a.closed_on > day, true) or a.updated_at >= (day + 1)::timestamptz)) end
    from (select caller_role in ('district', 'street', 'community') as inside) i
    left join lateral (
        select count(*) as members, count(*) filter (where m.party_member) as party_members
        from committee_members_at(day) m
        where i.inside and m.district_code = c.district_code and m.committee_id = c.id and m.position <> 'alternate' and m.valid_from <= day and coalesce(m.valid_to > day, true)
    ) m on true
    cross join lateral (select committee_party_share(c.member_count, c.party_member_count, m.members, m.party_members) as share) s
    left join lateral rule_at('committee_party_percent', '*', day, c.district_code) r on true
$$;

do $do$
declare
    one text;
begin
    for one in select p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'public'::regnamespace
        and p.proname = any ('{committee_locked,committee_candidate_locked,committee_candidate_withdraw,committee_step_problem,committee_negative_item,committee_step_keep,committee_step,committee_announce,committee_member_step,committee_decision_step,
            committee_decision_make,committee_negative_item_set,committee_candidate_make,committee_opinion_give,committee_member_add,committee_member_end,committee_review_add,
            committee_audit_commission,committee_audit_report,committee_account_open,committee_account_close,committee_announcement_add,committee_told,committee_member_keep,committee_pass,committee_term_change,committee_nameless,committee_record,committee_record_withdraw,
            committee_members_counted,committee_party_share}'::text[]) loop
        execute 'revoke all on function ' || one || ' from public';
    end loop;
end $do$;
grant execute on function committee_step(uuid, uuid, jsonb, text, timestamptz, date), committee_member_step(uuid, uuid, jsonb, text, timestamptz, date),
    committee_candidate_make(uuid, jsonb, timestamptz), committee_candidate_withdraw(uuid, text, timestamptz), committee_opinion_give(uuid, jsonb, timestamptz, date), committee_member_add(uuid, uuid, jsonb, timestamptz),
    committee_member_end(uuid, date, text, timestamptz), committee_decision_make(uuid, uuid, jsonb, timestamptz, date), committee_review_add(uuid, uuid, jsonb, timestamptz, date),
    committee_audit_commission(uuid, uuid, jsonb, timestamptz, date), committee_audit_report(uuid, jsonb, timestamptz, date), committee_account_open(uuid, uuid, jsonb, timestamptz, date),
    committee_account_close(uuid, date, text, timestamptz, date), committee_announcement_add(uuid, uuid, jsonb, timestamptz, date) to wuye_district, wuye_street, wuye_community;
grant execute on function committee_decision_step(uuid, uuid, jsonb, text, timestamptz, date) to wuye_district, wuye_street;
grant execute on function committee_negative_item(text, text, date) to wuye_district, wuye_street, wuye_community;
grant execute on function committee_negative_item_set(uuid, jsonb, timestamptz, date) to wuye_district;
grant execute on function committee_record_withdraw(uuid, text, timestamptz), committee_members_counted(date), committee_party_share(integer, integer, bigint, bigint) to wuye_district, wuye_street, wuye_community;
grant execute on function committee_told(owners_committees, date, text) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

reset role;
