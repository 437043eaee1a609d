-- What committees decide, and what is announced to all owners (J10, K05, K06). Locked as committees.sql says; no role writes in the tables.
set role wuye_owner;

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

-- What is told to all owners, by hand or with a step: never a name, wherever it was said.
create or replace function committee_announce(c owners_committees, told jsonb, moment timestamptz) returns void language sql volatile security definer set search_path = public, pg_temp as $$
    insert into committee_announcements (district_code, id, committee_id, estate_id, kind, title, content, fund_source, fund_use, amount, place, announced_on, decision_id, step_id, created_by, created_at)
    select c.district_code, a.id, c.id, c.estate_id, a.kind, committee_nameless(c, a.title), committee_nameless(c, a.content), committee_nameless(c, a.fund_source),
        committee_nameless(c, a.fund_use), a.amount, committee_nameless(c, a.place), a.announced_on, a.decision_id, a.step_id, current_user_id(), moment
    from jsonb_populate_record(null::committee_announcements, told) a
$$;

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
    problem := coalesce(committee_day_problem(a.announced_on, today, c.established_on), case
        when a.kind = 'funds' and (a.fund_source is null or a.fund_use is null) then 'committee_announcement_incomplete'
        when a.decision_id is not null and not exists (select from committee_decisions d where d.district_code = c.district_code and d.committee_id = c.id and d.id = a.decision_id and d.state <> 'withdrawn')
            then 'committee_decision_unknown'
        end);
    if problem is null then
        perform committee_announce(c, to_jsonb(a) || jsonb_build_object('id', new_id), moment);
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
    problem := committee_day_problem(d.decided_on, today, c.established_on, c.dissolved_on);
    if problem is null then
        insert into committee_decisions (district_code, id, committee_id, estate_id, title, content, document, decided_on, created_by, created_at, updated_at)
        values (c.district_code, new_id, c.id, c.estate_id, d.title, d.content, d.document, d.decided_on, current_user_id(), moment, moment);
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
        perform committee_announce(c, jsonb_build_object('id', new_id, 'kind', 'decision_annulled', 'title', '业主委员会决定撤销公告',
            'content', '业主委员会的决定“' || d.title || '”已被依法撤销。', 'place', body ->> 'place', 'announced_on', day, 'decision_id', d.id, 'step_id', new_id), moment);
    end if;
end $$;

grant execute on function committee_announcement_add, committee_decision_make to wuye_district, wuye_street, wuye_community;
grant execute on function committee_decision_step to wuye_district, wuye_street;

reset role;
