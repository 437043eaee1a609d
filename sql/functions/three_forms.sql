-- 三联单 (K15–K18): a firm's record of a violation found, its notice of dissuasion, its report, and what the units that were told did.
set role wuye_owner;

-- Does the calling firm's contract cover the estate on the day? As the owner, for where two overlap the other's counts too.
create or replace function firm_serves(estate uuid, day date) returns boolean
language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
begin
    return coalesce(firm_in_force(current_district(), estate, day) = current_firm(), false);
end $$;

-- The next number of a form, of the estate and year: its code, the year, which form, and a count.
create or replace function three_form_number(estate uuid, estate_code text, wanted text, of_year integer) returns text language sql volatile as $$
    insert into three_form_counters as n (district_code, estate_id, form, year, last) values ((select current_district()), estate, wanted, of_year, 1)
    on conflict (district_code, estate_id, form, year) do update set last = n.last + 1
    returning format('%s-%s-%s-%s', estate_code, of_year, case wanted when 'patrol_record' then 1 when 'dissuasion_notice' then 2 else 3 end, lpad(n.last::text, 4, '0'))
$$;

create or replace function three_form_make(form uuid, estate uuid, said_category text, seen_at timestamptz, at_place text, who text, what text, proofs text[],
    caller_name text, moment timestamptz)
returns table (id uuid, problem text) language plpgsql volatile as $$
declare
    e estates;
    day constant date := (moment at time zone 'Asia/Shanghai')::date;
begin
    select t.* into e from estates t where t.district_code = (select current_district()) and t.id = estate;
    problem := case
        when e.id is null then 'estate_unknown'
        when not firm_serves(e.id, day) then 'estate_not_served'
        when seen_at > moment then 'moment_in_the_future'
        when not exists (select from complaint_categories k where k.code = said_category and k.effective_from <= day and coalesce(k.effective_to > day, true)) then 'category_unknown'
        end;
    if problem is null then
        insert into three_forms (district_code, id, estate_id, firm_id, street_code, community_code, category, record_no, found_at, place, offender, facts, evidence,
                                 created_by, created_at, updated_at)
        values (e.district_code, form, e.id, (select current_firm()), e.street_code, e.community_code, said_category,
                three_form_number(e.id, e.code, 'patrol_record', extract(year from day)::integer), seen_at, at_place, who, what, proofs, (select current_user_id()), moment, moment);
        insert into three_form_events (district_code, three_form_id, at, action, to_state, actor_id, actor_name, actor_role)
        values (e.district_code, form, moment, 'record', 'recorded', (select current_user_id()), caller_name, 'company');
    end if;
    return query select form, problem;
end $$;

-- A step of the firm's. The times of notice and report are the service's own; of a dissuasion's outcome the firm says when it was.
create or replace function three_form_move(form uuid, wanted text, caller_name text, moment timestamptz, happened timestamptz, said text, rectify date default null,
    told text[] default null)
returns table (id uuid, problem text, standing text) language plpgsql volatile as $$
declare
    f three_forms;
    step three_form_transitions;
    day constant date := (moment at time zone 'Asia/Shanghai')::date;
    estate_code constant text := (select e.code from three_forms t join estates e on e.district_code = t.district_code and e.id = t.estate_id where t.id = form);
begin
    select t.* into f from three_forms t where t.district_code = (select current_district()) and t.id = form for update;
    if not found then
        return;
    end if;
    moment := greatest(moment, f.updated_at + interval '1 microsecond');
    happened := coalesce(happened, moment);
    select t.* into step from three_form_transitions t where t.from_state = f.state and t.action = wanted and t.role = 'company';
    problem := case
        when step.action is null then 'state_conflict'
        when happened > moment then 'moment_in_the_future'
        when happened < greatest(f.found_at, f.noticed_at, f.failed_at) then 'moment_before_step'
        when rectify < day then 'takes_effect_in_the_past'
        when exists (select from unnest(told) u where not exists (select from codes k where k.list_code = 'department' and k.code = u
                                                                     and k.effective_from <= day and coalesce(k.effective_to > day, true))) then 'department_code_unknown'
        end;
    if problem is null then
        update three_forms t set
            state = step.to_state, version = f.version + 1, updated_at = moment,
            notice_no = case wanted when 'notice' then three_form_number(f.estate_id, estate_code, 'dissuasion_notice', extract(year from day)::integer) else t.notice_no end,
            noticed_at = case wanted when 'notice' then moment else t.noticed_at end,
            notice = case wanted when 'notice' then said else t.notice end,
            rectify_by = case wanted when 'notice' then rectify else t.rectify_by end,
            failed_at = case wanted when 'fail' then happened else t.failed_at end,
            settled_at = case wanted when 'settle' then happened else t.settled_at end,
            report_no = case wanted when 'report' then three_form_number(f.estate_id, estate_code, 'violation_report', extract(year from day)::integer) else t.report_no end,
            reported_at = case wanted when 'report' then moment else t.reported_at end,
            report = case wanted when 'report' then said else t.report end,
            units_asked = case wanted when 'report' then cardinality(told) else t.units_asked end
        where t.district_code = f.district_code and t.id = f.id;
        insert into three_form_units (district_code, three_form_id, unit, on_site_due)
        select f.district_code, f.id, u, duty_due('report_on_site', '*', moment) from unnest(told) u;
        insert into three_form_events (district_code, three_form_id, at, action, from_state, to_state, actor_id, actor_name, actor_role, note)
        values (f.district_code, f.id, moment, wanted, f.state, step.to_state, (select current_user_id()), caller_name, 'company', said);
    end if;
    return query select f.id, problem, f.state;
end $$;

-- What a unit did about a report, recorded by the street; the last one's answer ends it.
create or replace function three_form_respond(form uuid, of_unit text, caller_name text, moment timestamptz, came timestamptz, what text, said text)
returns table (id uuid, problem text, standing text) language plpgsql volatile as $$
declare
    f three_forms;
    u three_form_units;
    step three_form_transitions;
begin
    select t.* into f from three_forms t where t.district_code = (select current_district()) and t.id = form for update;
    if not found then
        return;
    end if;
    moment := greatest(moment, f.updated_at + interval '1 microsecond');
    came := coalesce(came, moment);
    select t.* into step from three_form_transitions t where t.from_state = f.state and t.action = 'respond' and t.role = 'street';
    select t.* into u from three_form_units t where t.district_code = f.district_code and t.three_form_id = f.id and t.unit = of_unit;
    problem := case
        when step.action is null then 'state_conflict'
        when u.unit is null then 'unit_not_told'
        when u.answered_at is not null then 'unit_answered'
        when came > moment then 'moment_in_the_future'
        when came < f.reported_at then 'moment_before_step'
        end;
    if problem is null then
        update three_form_units t set on_site_at = came, result = what, note = said, answered_at = moment
        where t.district_code = f.district_code and t.three_form_id = f.id and t.unit = of_unit;
        update three_forms t set units_answered = f.units_answered + 1, version = f.version + 1, updated_at = moment,
            state = case when f.units_answered + 1 = f.units_asked then step.to_state else f.state end
        where t.district_code = f.district_code and t.id = f.id;
        insert into three_form_events (district_code, three_form_id, at, action, from_state, to_state, actor_id, actor_name, actor_role, note)
        values (f.district_code, f.id, moment, 'respond', f.state, case when f.units_answered + 1 = f.units_asked then step.to_state else f.state end,
                (select current_user_id()), caller_name, 'street', said);
    end if;
    return query select f.id, problem, f.state;
end $$;
grant execute on function firm_serves(uuid, date), three_form_number(uuid, text, text, integer),
    three_form_make(uuid, uuid, text, timestamptz, text, text, text, text[], text, timestamptz),
    three_form_move(uuid, text, text, timestamptz, timestamptz, text, date, text[]) to wuye_company;
grant execute on function three_form_respond(uuid, text, text, timestamptz, timestamptz, text, text) to wuye_street;

reset role;
