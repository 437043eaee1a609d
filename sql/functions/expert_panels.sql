-- F47: expert panels. No role writes in the tables: what changes a panel runs as the owner and locks the panel's row first, so that two who act at once are ordered.
set role wuye_owner;

-- Those of some inspectors who keep away from the panel's firm, estate or community.
create or replace function expert_panel_conflicts(p expert_panels, members uuid[], today date) returns boolean language sql stable as $$
    select exists (
        select from inspector_conflicts c
        where c.district_code = p.district_code and c.inspector_id = any (members) and c.valid_from <= today and coalesce(c.valid_to > today, true)
          and (c.firm_id = p.firm_id or c.estate_id = p.estate_id or c.community_code = p.community_code))
$$;

create or replace function expert_panel_seats(p expert_panels) returns uuid[] language sql stable as $$
    select array(select m.inspector_id from expert_panel_members m where m.district_code = p.district_code and m.panel_id = p.id order by 1)
$$;

-- What is wrong with who is to sit on a panel.
create or replace function expert_panel_fault(p expert_panels, members uuid[], chair uuid, today date) returns text language sql stable as $$
    select case
        when exists (select from unnest(members) w (id)
                     where not exists (select from inspectors i where i.district_code = p.district_code and i.id = w.id and i.unit = 'expert' and i.valid_from <= today
                                       and coalesce(i.valid_to > today, true))) then 'expert_unknown'
        when chair is null or chair <> all (members) then 'expert_chair_unfit'
        when cardinality(members) < (select r.value from rule_at('expert_panel_members', '*', today, p.district_code) r)
          or cardinality(members) % 2 = 0 and (select r.value = 1 from rule_at('expert_panel_odd', '*', today, p.district_code) r) then 'expert_panel_size'
        when expert_panel_conflicts(p, members, today) then 'expert_conflicted'
        end
$$;

-- Complaints and issues of the estate.
create or replace function expert_panel_grounds_fit(p expert_panels, complaints uuid[], issues uuid[]) returns boolean language sql stable as $$
    select not exists (select from unnest(complaints) w (id) where not exists (select from complaints c where c.district_code = p.district_code and c.id = w.id and c.estate_id = p.estate_id))
       and not exists (select from unnest(issues) w (id) where not exists (select from issues i where i.district_code = p.district_code and i.id = w.id and i.estate_id = p.estate_id))
$$;

create or replace function expert_panel_fill(p expert_panels, members uuid[], chair uuid, complaints uuid[], issues uuid[]) returns void language sql volatile as $$
    delete from expert_panel_members m where m.district_code = p.district_code and m.panel_id = p.id;
    delete from expert_panel_grounds g where g.district_code = p.district_code and g.panel_id = p.id;
    insert into expert_panel_members (district_code, panel_id, inspector_id, name, unit_name, chair)
    select i.district_code, p.id, i.id, i.name, i.unit_name, i.id = chair from inspectors i where i.district_code = p.district_code and i.id = any (members);
    insert into expert_panel_grounds (district_code, panel_id, position, complaint_id, issue_id)
    select p.district_code, p.id, row_number() over (order by g.complaint, g.issue), g.complaint, g.issue
    from (select c, null::uuid from unnest(complaints) c union all select null, i from unnest(issues) i) g (complaint, issue)
$$;

-- Whoever enters a conflict of a member waits, or has come first.
create or replace function expert_panel_hold(members uuid[]) returns void language sql volatile as $$
    select i.id from inspectors i where i.district_code = current_district() and i.id = any (members) order by i.id for share
$$;

create or replace function expert_panel_make(new_id uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    p expert_panels := jsonb_populate_record(null::expert_panels, jsonb_strip_nulls(body));
    members constant uuid[] := uuids_of(body -> 'member_ids');
    complaints constant uuid[] := uuids_of(body -> 'complaint_ids');
    issues constant uuid[] := uuids_of(body -> 'issue_ids');
    chair constant uuid := body ->> 'chair_id';
    days daterange;
begin
    p.district_code := current_district();
    p.id := new_id;
    select e.street_code, e.community_code into p.street_code, p.community_code from estates e where e.district_code = p.district_code and e.id = p.estate_id;
    problem := case
        when p.street_code is null then 'estate_unknown'
        when p.period_to > today then 'day_in_the_future'
        when p.period_to < p.period_from then 'expert_panel_period_unfit'
        end;
    if problem is not null then
        return;
    end if;
    days := daterange(p.period_from, p.period_to, '[]');
    p.firm_id := firm_in_force(p.district_code, p.estate_id, p.period_to);
    select c.id into p.contract_id
    from contracts c
    join contract_estates e on e.district_code = c.district_code and e.contract_id = c.id
    where c.district_code = p.district_code and c.firm_id = p.firm_id and e.estate_id = p.estate_id and c.in_force and c.service_period @> p.period_to
    order by c.kind = 'regular' desc, c.id
    limit 1;
    perform expert_panel_hold(members);
    problem := case
        when p.contract_id is null or not (select range_agg(c.service_period) @> days
                  from contracts c
                  join contract_estates e on e.district_code = c.district_code and e.contract_id = c.id
                  where c.district_code = p.district_code and c.firm_id = p.firm_id and e.estate_id = p.estate_id and c.in_force and c.service_period && days) then 'expert_panel_period_unfit'
        when not expert_panel_grounds_fit(p, complaints, issues) then 'expert_panel_ground_unknown'
        end;
    problem := coalesce(problem, expert_panel_fault(p, members, chair, today));
    if problem is not null then
        return;
    end if;
    insert into expert_panels (district_code, id, estate_id, street_code, community_code, firm_id, contract_id, period_from, period_to, disputed_by, reason, convened_by, created_at, updated_at)
    values (p.district_code, p.id, p.estate_id, p.street_code, p.community_code, p.firm_id, p.contract_id, p.period_from, p.period_to, p.disputed_by, p.reason, current_user_id(), moment, moment)
    on conflict do nothing
    returning expert_panels.id into id;
    if id is null then
        problem := 'expert_panel_open';
        return;
    end if;
    perform expert_panel_fill(p, members, chair, complaints, issues);
end $$;

-- The panel's row, locked.
create or replace function expert_panel_locked(panel uuid) returns expert_panels language sql volatile as $$
    select t.* from expert_panels t where t.district_code = current_district() and t.id = panel for update
$$;

-- Into which state an action brings a panel; none: it may not be taken.
create or replace function expert_panel_next(p expert_panels, wanted text) returns text language sql stable as $$
    select t.to_state from expert_panel_transitions t where t.from_state = p.state and t.action = wanted
$$;

-- changes: members as they shall be; each list takes the place of all.
create or replace function expert_panel_change(panel uuid, changes jsonb, known integer, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    p expert_panels := expert_panel_locked(panel);
    n expert_panels;
    members uuid[];
    complaints uuid[];
    issues uuid[];
    chair uuid;
begin
    id := p.id;
    standing := p.state;
    problem := case
        when p.id is null then 'not_found'
        when p.version <> known then 'precondition_failed'
        when expert_panel_next(p, 'change') is null then 'state_conflict'
        end;
    if problem is not null then
        return;
    end if;
    n := jsonb_populate_record(p, changes);
    members := case when changes ? 'member_ids' then uuids_of(changes -> 'member_ids') else expert_panel_seats(p) end;
    select coalesce((changes ->> 'chair_id')::uuid, min(m.inspector_id::text)::uuid) into chair
    from expert_panel_members m where m.district_code = p.district_code and m.panel_id = p.id and m.chair;
    complaints := case when changes ? 'complaint_ids' then uuids_of(changes -> 'complaint_ids') else array(
        select g.complaint_id from expert_panel_grounds g where g.district_code = p.district_code and g.panel_id = p.id and g.complaint_id is not null) end;
    issues := case when changes ? 'issue_ids' then uuids_of(changes -> 'issue_ids') else array(
        select g.issue_id from expert_panel_grounds g where g.district_code = p.district_code and g.panel_id = p.id and g.issue_id is not null) end;
    perform expert_panel_hold(members);
    problem := case when not expert_panel_grounds_fit(p, complaints, issues) then 'expert_panel_ground_unknown' else expert_panel_fault(p, members, chair, today) end;
    if problem is not null then
        return;
    end if;
    update expert_panels t set disputed_by = n.disputed_by, reason = n.reason, version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
    where t.district_code = p.district_code and t.id = p.id;
    perform expert_panel_fill(p, members, chair, complaints, issues);
end $$;

create or replace function expert_panel_hear(panel uuid, day date, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    p expert_panels := expert_panel_locked(panel);
begin
    id := p.id;
    standing := p.state;
    perform expert_panel_hold(expert_panel_seats(p));
    problem := case
        when p.id is null then 'not_found'
        when expert_panel_next(p, 'hear') is null then 'state_conflict'
        when day > today then 'day_in_the_future'
        when day < p.period_to then 'expert_panel_heard_before'
        else expert_panel_fault(p, expert_panel_seats(p),
            (select m.inspector_id from expert_panel_members m where m.district_code = p.district_code and m.panel_id = p.id and m.chair), today)
        end;
    if problem is null then
        update expert_panels t set state = expert_panel_next(p, 'hear'), heard_on = day, minutes = said, heard_by = current_user_id(), heard_at = moment, version = t.version + 1, updated_at = moment
        where t.district_code = p.district_code and t.id = p.id;
    end if;
end $$;

-- The first of a member and aspect; another only in place of the last one, which it names.
create or replace function expert_opinion_make(new_id uuid, panel uuid, body jsonb, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    p expert_panels := expert_panel_locked(panel);
    o expert_opinions := jsonb_populate_record(null::expert_opinions, jsonb_strip_nulls(body));
    last integer;
begin
    standing := p.state;
    select max(t.number) into last from expert_opinions t
    where t.district_code = p.district_code and t.panel_id = p.id and t.inspector_id = o.inspector_id and t.aspect = o.aspect;
    problem := case
        when p.id is null then 'not_found'
        when expert_panel_next(p, 'opine') is null then 'state_conflict'
        when o.inspector_id <> all (expert_panel_seats(p)) then 'expert_not_of_panel'
        when (body ->> 'corrects')::integer is distinct from last then 'expert_opinion_exists'
        end;
    if problem is null then
        insert into expert_opinions (district_code, id, panel_id, inspector_id, aspect, number, score, view, said, entered_by, entered_at)
        values (p.district_code, new_id, p.id, o.inspector_id, o.aspect, coalesce(last, 0) + 1, o.score, o.view, o.said, current_user_id(), moment);
        update expert_panels t set version = t.version + 1, updated_at = moment where t.district_code = p.district_code and t.id = p.id;
        id := new_id;
    end if;
end $$;

-- What the last opinions say.
create or replace function expert_opinions_last(panel uuid) returns setof expert_opinions language sql stable as $$
    select distinct on (o.inspector_id, o.aspect) o.* from expert_opinions o
    where o.district_code = (select current_district()) and o.panel_id = panel
    order by o.inspector_id, o.aspect, o.number desc
$$;

-- Of points with at most two places: the exact mean, rounded half up to two places.
create or replace function expert_mean(points numeric, number bigint) returns numeric language sql immutable parallel safe as $$
    select (div(200 * points + number, 2 * number) / 100)::numeric(5,2)
$$;

-- Of each aspect the mean and the view that more than half of the members hold, if there is one; of all the mean of every score.
create or replace function expert_panel_result(panel uuid, out aspects jsonb, out score numeric, out given bigint) language sql stable as $$
    with said as (
        select o.aspect, o.view, sum(o.score) as points, count(*) as number from expert_opinions_last(panel) o group by o.aspect, o.view
    ), aspect as (
        select s.aspect, sum(s.points) as points, sum(s.number)::bigint as number, max(s.view) filter (where 2 * s.number > t.number) as majority
        from said s
        join (select a.aspect, sum(a.number) as number from said a group by a.aspect) t on t.aspect = s.aspect
        group by s.aspect
    )
    select jsonb_agg(jsonb_build_object('aspect', a.aspect, 'score', expert_mean(a.points, a.number)::text, 'majority', a.majority) order by c.position, a.aspect),
        expert_mean(sum(a.points), sum(a.number)::bigint), coalesce(sum(a.number), 0)::bigint
    from aspect a
    left join codes c on c.list_code = 'expert_aspect' and c.code = a.aspect
$$;

-- A firm reads what was concluded, and never who said what.
create or replace function expert_panel_conclude(panel uuid, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    p expert_panels := expert_panel_locked(panel);
    seats constant uuid[] := expert_panel_seats(p);
    r constant record := expert_panel_result(panel);
begin
    id := p.id;
    standing := p.state;
    perform expert_panel_hold(seats);
    problem := case
        when p.id is null then 'not_found'
        when expert_panel_next(p, 'conclude') is null then 'state_conflict'
        when r.given < 3 * cardinality(seats) then 'expert_opinions_missing'
        when expert_panel_conflicts(p, seats, today) then 'expert_conflicted'
        when exists (select from expert_panel_members m where m.district_code = p.district_code and m.panel_id = p.id and strpos(said, m.name) > 0) then 'expert_named'
        end;
    if problem is null then
        update expert_panels t set state = expert_panel_next(p, 'conclude'), aspects = r.aspects, score = r.score, conclusion = said, concluded_by = current_user_id(), concluded_at = moment,
            version = t.version + 1, updated_at = moment
        where t.district_code = p.district_code and t.id = p.id;
    end if;
end $$;

-- Whoever had a hand in what is adopted: who concluded, entered an opinion, or is of the panel.
create or replace function expert_panel_own(p expert_panels) returns boolean language sql stable as $$
    select p.concluded_by = current_user_id()
        or exists (select from expert_opinions o where o.district_code = p.district_code and o.panel_id = p.id and o.entered_by = current_user_id())
        or exists (select from expert_panel_members m join inspectors i on i.district_code = m.district_code and i.id = m.inspector_id
                   where m.district_code = p.district_code and m.panel_id = p.id and i.user_id = current_user_id())
$$;

-- Once: the evaluation is that of a third party, entered by who concluded and confirmed by who adopts; what the rulebook makes of it is proposed as of any other.
create or replace function expert_panel_adopt(panel uuid, caller_role text, caller_name text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    p expert_panels := expert_panel_locked(panel);
    made uuid;
begin
    id := p.id;
    standing := p.state;
    problem := case
        when p.id is null then 'not_found'
        when expert_panel_next(p, 'adopt') is null then 'state_conflict'
        when expert_panel_own(p) then 'separation_of_duties'
        end;
    if problem is not null then
        return;
    end if;
    insert into evaluations (district_code, id, kind, assessor, assessor_name, subject_kind, subject_id, firm_id, estate_id, street_code, community_code, period_from, period_to, score, score_max,
                             note, state, submitted_by, submitted_at, confirmed_by, confirmed_at, updated_at)
    values (p.district_code, gen_random_uuid(), 'expert', 'third_party', '服务质量专家评定小组', 'project', p.estate_id, p.firm_id, p.estate_id, p.street_code, p.community_code, p.period_from,
        p.period_to, p.score, 100, p.conclusion, 'confirmed', p.concluded_by, p.concluded_at, current_user_id(), moment, moment)
    on conflict do nothing
    returning evaluations.id into made;
    if made is null then
        problem := 'evaluation_exists';
        return;
    end if;
    update evaluations e set updated_at = e.updated_at, credit_record_id = credit_feed_evaluation(made, caller_role, caller_name, moment) where e.district_code = p.district_code and e.id = made;
    update expert_panels t set state = expert_panel_next(p, 'adopt'), evaluation_id = made, adopted_by = current_user_id(), adopted_at = moment, version = t.version + 1, updated_at = moment
    where t.district_code = p.district_code and t.id = p.id;
end $$;

create or replace function expert_panel_dissolve(panel uuid, said text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    p expert_panels := expert_panel_locked(panel);
begin
    id := p.id;
    standing := p.state;
    problem := case when p.id is null then 'not_found' when expert_panel_next(p, 'dissolve') is null then 'state_conflict' end;
    if problem is null then
        update expert_panels t set state = expert_panel_next(p, 'dissolve'), dissolved_reason = said, dissolved_by = current_user_id(), dissolved_at = moment, version = t.version + 1, updated_at = moment
        where t.district_code = p.district_code and t.id = p.id;
    end if;
end $$;

grant execute on function expert_panel_make(uuid, jsonb, timestamptz, date), expert_panel_change(uuid, jsonb, integer, timestamptz, date), expert_panel_hear(uuid, date, text, timestamptz, date),
    expert_opinion_make(uuid, uuid, jsonb, timestamptz), expert_panel_conclude(uuid, text, timestamptz, date), expert_panel_adopt(uuid, text, text, timestamptz),
    expert_panel_dissolve(uuid, text, timestamptz) to wuye_district;

reset role;
