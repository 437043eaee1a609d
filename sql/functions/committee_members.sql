-- Members of owners' committees: who may be one, their suspension and end, and what a new term changes (K01, K04, K05). Locked as committees.sql says; no role writes in the tables.
set role wuye_owner;

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
        perform committee_announce(c, jsonb_build_object('id', new_id, 'kind', 'membership_ended', 'title', '业主委员会成员资格终止公告',
            'content', '经业主大会决定，业主委员会一名成员的资格已终止。', 'place', body ->> 'place', 'announced_on', day, 'step_id', new_id), moment);
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

-- Members in office whose vote counts, and the party members among them, of the caller's area as it is now.
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

grant execute on function committee_member_step, committee_member_add, committee_member_end, committee_members_counted to wuye_district, wuye_street, wuye_community;

reset role;
