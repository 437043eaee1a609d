-- Enforcement in estates: 报告、受理、派单、执法、反馈 (E04), by the street itself where the matter is delegated, else by a joint team that it leads (K11).
set role wuye_owner;

-- From exactly one of a complaint, a whistle or a violation report that the caller sees. What is delegated says the category of the day.
create or replace function enforcement_open(opened uuid, complaint uuid, whistle uuid, form uuid, given_category text, said text, more text, caller_role text, caller_name text,
    moment timestamptz)
returns table (id uuid, problem text) language plpgsql volatile as $$
declare
    s record;
    g record;
    day constant date := (moment at time zone 'Asia/Shanghai')::date;
begin
    if num_nonnulls(complaint, whistle, form) <> 1 then
        return query select opened, 'source_not_one';
        return;
    end if;
    select o.* into s from (
        select c.district_code, 'complaint' as source, c.id as complaint_id, null::uuid as whistle_id, null::uuid as form_id, c.estate_id, c.street_code, c.community_code, c.category
        from complaints c where c.id = complaint
        union all
        select c.district_code, 'whistle', c.id, w.id, null, c.estate_id, c.street_code, c.community_code, c.category
        from whistles w join complaints c on c.district_code = w.district_code and c.id = w.complaint_id where w.id = whistle
        union all
        select f.district_code, 'three_form', null, null, f.id, f.estate_id, f.street_code, f.community_code, f.category
        from three_forms f where f.id = form and f.report_no is not null
    ) o where o.district_code = (select current_district());
    select k.* into g from categories_of_day(day) k where k.code = coalesce(given_category, s.category);
    problem := case
        when s.source is null then 'source_unknown'
        when s.street_code is null then 'street_unknown'
        when g.code is null then case when given_category is null and s.category is null then 'category_needed' else 'category_unknown' end
        end;
    if problem is null then
        insert into enforcement_cases (district_code, id, source, complaint_id, whistle_id, three_form_id, estate_id, street_code, community_code, category, delegated, expedited,
                                       matter, reported_at, opened_by, updated_at)
        values (s.district_code, opened, s.source, s.complaint_id, s.whistle_id, s.form_id, s.estate_id, s.street_code, s.community_code, g.code, g.delegated, g.expedited,
                said, moment, (select current_user_id()), moment);
        insert into enforcement_events (district_code, case_id, at, action, to_state, happened_at, actor_id, actor_name, actor_role, note)
        values (s.district_code, opened, moment, 'report', 'reported', moment, (select current_user_id()), caller_name, caller_role, more);
    end if;
    return query select opened, problem;
end $$;

-- changes: leader and departments of a dispatch, outcome of an enforcement.
create or replace function enforcement_move(opened uuid, wanted text, caller_role text, caller_name text, moment timestamptz, happened timestamptz, said text,
    changes jsonb default '{}')
returns table (id uuid, problem text, standing text) language plpgsql volatile as $$
declare
    c enforcement_cases;
    step enforcement_transitions;
    team constant uuid[] := array(select t.value::uuid from jsonb_array_elements_text(coalesce(nullif(changes -> 'departments', 'null'), '[]')) t order by 1);
begin
    select t.* into c from enforcement_cases t where t.district_code = (select current_district()) and t.id = opened for update;
    if not found then
        return;
    end if;
    moment := greatest(moment, c.updated_at + interval '1 microsecond');
    happened := coalesce(happened, moment);
    select t.* into step from enforcement_transitions t where t.from_state = c.state and t.action = wanted and t.role = caller_role;
    problem := case
        when step.action is null then 'state_conflict'
        when happened > moment then 'moment_in_the_future'
        when happened < greatest(c.reported_at, c.accepted_at, c.dispatched_at, c.enforced_at) then 'moment_before_step'
        when wanted = 'dispatch' and not c.delegated and team = '{}' then 'joint_team_needed'
        when exists (select from unnest(team) a where not exists (
            select from departments d
            where d.district_code = c.district_code and d.id = a and d.valid_from <= moment::date and coalesce(d.valid_to > moment::date, true)
              and coalesce(d.street_code = c.street_code, d.street_code is null))) then 'department_unknown'
        end;
    if problem is null then
        update enforcement_cases t set
            state = step.to_state, version = c.version + 1, updated_at = moment,
            leader = coalesce(changes ->> 'leader', t.leader),
            departments = case wanted when 'dispatch' then team else t.departments end,
            outcome = coalesce(changes ->> 'outcome', t.outcome),
            accepted_at = case wanted when 'accept' then happened else t.accepted_at end,
            dispatched_at = case wanted when 'dispatch' then happened else t.dispatched_at end,
            enforced_at = case wanted when 'enforce' then happened else t.enforced_at end,
            fed_back_at = case wanted when 'feedback' then happened else t.fed_back_at end
        where t.district_code = c.district_code and t.id = c.id;
        insert into enforcement_events (district_code, case_id, at, action, from_state, to_state, happened_at, actor_id, actor_name, actor_role, note)
        values (c.district_code, c.id, moment, wanted, c.state, step.to_state, happened, (select current_user_id()), caller_name, caller_role, said);
    end if;
    return query select c.id, problem, c.state;
end $$;
grant execute on function enforcement_open(uuid, uuid, uuid, uuid, text, text, text, text, text, timestamptz),
    enforcement_move(uuid, text, text, text, timestamptz, timestamptz, text, jsonb) to wuye_district, wuye_street, wuye_community;

reset role;
