-- 社区吹哨、部门报到 (K10): a whistle, and what each department that was called did.
set role wuye_owner;

-- The complaint's row is held, so that it is not closed in between. Departments of a street answer in that street alone.
create or replace function whistle_blow(whistle uuid, complaint uuid, wanted uuid[], said text, caller_role text, caller_name text, moment timestamptz)
returns table (id uuid, problem text, standing text) language plpgsql volatile as $$
declare
    k complaints;
    opening whistle_openings;
    pressing text;
    day constant date := (moment at time zone 'Asia/Shanghai')::date;
begin
    select c.* into k from complaints c where c.district_code = (select current_district()) and c.id = complaint for share;
    if not found then
        return;
    end if;
    -- What is to be handled with priority is urgent at least (E22).
    pressing := case when k.urgency = 'ordinary' and exists (
        select from complaint_categories g
        where g.code = k.category and g.expedited and g.effective_from <= day and coalesce(g.effective_to > day, true)) then 'urgent' else k.urgency end;
    select o.* into opening from whistle_openings o where o.state = k.state and o.role = caller_role;
    problem := case
        when opening.state is null then 'state_conflict'
        -- Nobody can be asked where nobody is known, and an emergency does not wait.
        when opening.needs = 'contact' and k.contacted_at is null and not k.anonymous and k.urgency <> 'emergency' then 'contact_first'
        when exists (select from unnest(wanted) a where not exists (
            select from departments d
            where d.district_code = k.district_code and d.id = a and d.valid_from <= day and coalesce(d.valid_to > day, true)
              and coalesce(d.street_code = k.street_code, d.street_code is null))) then 'department_unknown'
        end;
    if problem is null then
        insert into whistles (district_code, id, complaint_id, street_code, community_code, urgency, matter, asked_by, asked_by_name, asked_role, asked_at)
        values (k.district_code, whistle, k.id, k.street_code, k.community_code, pressing, said, (select current_user_id()), caller_name, caller_role, moment);
        -- In the order of their ids, as another whistle for the same complaint does.
        insert into whistle_calls (district_code, whistle_id, complaint_id, department_id, asked_at, respond_due, on_site_due, result_due, updated_at)
        select k.district_code, whistle, k.id, a, moment, duty_due('whistle_respond', pressing, moment), duty_due('whistle_on_site', pressing, moment),
               duty_due('whistle_result', pressing, moment), moment
        from unnest(wanted) a
        order by a;
        insert into whistle_events (district_code, call_id, at, action, to_state, happened_at, actor_id, actor_name, actor_role, note)
        select c.district_code, c.id, moment, 'ask', 'asked', moment, (select current_user_id()), caller_name, caller_role, said
        from whistle_calls c where c.district_code = k.district_code and c.whistle_id = whistle;
    end if;
    return query select whistle, problem, k.state;
end $$;

-- What a department did, as street or district record it: `happened` is when it did so. Whether what was done was late, the times say.
create or replace function whistle_move(call uuid, wanted text, caller_role text, caller_name text, moment timestamptz, happened timestamptz, said text)
returns table (id uuid, problem text, standing text) language plpgsql volatile as $$
declare
    c whistle_calls;
    step whistle_transitions;
begin
    select t.* into c from whistle_calls t where t.district_code = (select current_district()) and t.id = call for update;
    if not found then
        return;
    end if;
    moment := greatest(moment, c.updated_at + interval '1 microsecond');
    happened := coalesce(happened, moment);
    select t.* into step from whistle_transitions t where t.from_state = c.state and t.action = wanted and t.role = caller_role;
    problem := case
        when step.action is null then 'state_conflict'
        when happened > moment then 'moment_in_the_future'
        when happened < coalesce(c.on_site_at, c.responded_at, c.asked_at) then 'moment_before_step'
        when step.needs = 'overdue' and happened < coalesce(case c.state when 'asked' then c.respond_due else c.on_site_due end, '-infinity') then 'not_yet_due'
        end;
    if problem is null then
        update whistle_calls t set
            state = step.to_state, version = c.version + 1, updated_at = moment,
            responded_at = case when wanted in ('respond', 'arrive') then coalesce(t.responded_at, happened) else t.responded_at end,
            on_site_at = case wanted when 'arrive' then happened else t.on_site_at end,
            finished_at = case when step.to_state = 'finished' then happened end,
            result = case wanted
                when 'give_up' then 'not_reported'
                when 'complete' then case when c.responded_at >= c.respond_due or c.on_site_at >= c.on_site_due or happened >= c.result_due then 'late' else 'done' end end
        where t.district_code = c.district_code and t.id = c.id;
        insert into whistle_events (district_code, call_id, at, action, from_state, to_state, happened_at, actor_id, actor_name, actor_role, note)
        values (c.district_code, c.id, moment, wanted, c.state, step.to_state, happened, (select current_user_id()), caller_name, caller_role, said);
    end if;
    return query select c.id, problem, c.state;
end $$;
grant execute on function whistle_blow(uuid, uuid, uuid[], text, text, text, timestamptz),
    whistle_move(uuid, text, text, text, timestamptz, timestamptz, text) to wuye_district, wuye_street, wuye_community;

reset role;
