-- Standing reporting duties: what each body or firm owes for each period, handed in, accepted or returned, locked and opened again. No role writes in the tables: what moves a report runs as
-- the owner and locks its row first. Statements find it under the caller's row security before.
set role wuye_owner;

-- Who may owe a report on a day: bodies as under campaigns, and the firms that serve an estate of the district on it.
create or replace function reporting_orgs(district text, day date)
returns table (owed_by text, org_code text, org_name text, street_code text, community_code text, department_id uuid, department text, firm_id uuid) language sql stable as $$
    select o.owed_by, o.org_code, o.org_name, o.street_code, o.community_code, o.department_id, o.department, null::uuid from campaign_orgs(district, day) o
    union all
    select 'firm', f.uscc, f.name, null, null, null, null, f.id
    from firms f
    where f.district_code = district
      and f.id in (select c.firm_id from contracts c where c.district_code = district and c.in_force and c.service_period @> day)
$$;

-- A duty's periods that may have to be made, by their last days: those that the duty holds at the end of, or on whose last day to report it held, and not what was due before it held at all.
create or replace function reporting_periods(r reporting_duties, first date, last date) returns table (period text, period_from date, period_to date, due_on date) language sql stable as $$
    with step as (
        select case r.cadence when 'monthly' then 1 when 'quarterly' then 3 when 'half_yearly' then 6 else 12 end as months
    ), spans as (
        select b.begins::date as begins, (b.begins + make_interval(months => s.months))::date as ends
        from step s
        cross join generate_series(date_trunc('year', first::timestamp) - interval '2 years', last + interval '2 years', make_interval(months => s.months)) b (begins)
        where r.cadence <> 'once'
    ), said as (
        select case r.cadence when 'monthly' then to_char(s.begins, 'YYYY-MM') when 'quarterly' then to_char(s.begins, 'YYYY-"Q"Q')
                              when 'half_yearly' then concat(to_char(s.begins, 'YYYY-"H"'), case when extract(month from s.begins) = 1 then 1 else 2 end) else to_char(s.begins, 'YYYY') end as period,
            s.begins, s.ends, least(m.month + (r.due_day - 1), (m.month + interval '1 month')::date - 1) as due
        from spans s
        cross join lateral (select (s.ends + make_interval(months => r.due_month - 1))::date as month) m
        union all
        select '', r.effective_from, r.due_on + 1, r.due_on where r.cadence = 'once'
    ), shifted as (
        select s.period, s.begins, s.ends, case r.shift when 'next_working_day' then (add_working_days(s.due - 1, 1)).due else s.due end as due
        from said s
        where s.due between first - 31 and last + 31
    )
    select s.period, s.begins, s.ends, s.due
    from shifted s
    where s.due between first and last and s.due >= r.effective_from and s.ends > r.effective_from and coalesce(s.ends <= r.effective_to or s.due < r.effective_to, true)
$$;

-- What is owed is made when its period begins, or when it is to be reminded of, for whoever is there then; who comes later and before the last day owes it too. What is not due yet of a body
-- that is no more is waived.
create or replace function due_reports_make(r reporting_duties, today date, moment timestamptz) returns void language sql volatile as $$
    with gone as (
        update due_reports t set state = 'waived', version = t.version + 1, updated_at = moment
        where t.district_code = r.district_code and t.duty_id = r.id and t.state = 'open' and t.due_on >= today and t.owed_by <> 'firm'
          and not exists (select from campaign_orgs(r.district_code, today) o where o.owed_by = t.owed_by and o.org_code = t.org_code)
    )
    insert into due_reports (district_code, duty_id, code, kind, title_zh, title_en, cadence, period, period_from, period_to, owed_by, org_code, org_name, street_code, community_code,
                             department_id, department, firm_id, due_on, created_at, updated_at)
    select r.district_code, r.id, r.code, r.kind, r.title_zh, r.title_en, r.cadence, p.period, p.period_from, p.period_to, o.owed_by, o.org_code, o.org_name, o.street_code,
        o.community_code, o.department_id, o.department, o.firm_id, p.due_on, moment, moment
    from reporting_periods(r, greatest(r.made_to, r.effective_from), today + 400) p
    left join lateral rule_at('report_remind_days', r.cadence, p.due_on, r.district_code) n on true
    cross join lateral reporting_orgs(r.district_code, least(p.due_on, today)) o
    where least(p.period_from, p.due_on - coalesce(n.value, 0)::integer) <= today
      and o.owed_by = r.owed_by and coalesce(o.department = any (r.departments), true)
    order by p.due_on, o.org_code
    on conflict on constraint due_reports_one do nothing
$$;

-- Once a day for each duty that holds, by whoever comes first.
create or replace function due_reports_make_all(moment timestamptz) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    today constant date := (moment at time zone 'Asia/Shanghai')::date;
    r reporting_duties;
begin
    for r in select t.* from reporting_duties t
             where t.district_code <> '*' and coalesce(t.made_to < today, true) and t.effective_from <= today and coalesce(t.effective_to + 400 > today, true)
             order by t.district_code, t.id for update skip locked loop
        perform due_reports_make(r, today, moment);
        update reporting_duties t set made_to = today where t.district_code = r.district_code and t.id = r.id;
    end loop;
end $$;

-- A duty of the district's own, from today or later, as it is said or as one that is shipped says it.
create or replace function reporting_duty_make(new_id uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r reporting_duties;
    shipped constant text := body ->> 'template';
begin
    id := new_id;
    select t.* into r from reporting_duties t where t.district_code = '*' and t.code = shipped;
    problem := case when shipped is not null and r.id is null then 'reporting_template_unknown' end;
    r := jsonb_populate_record(r, body - 'template');
    r.district_code := current_district();
    r.id := new_id;
    r.shift := coalesce(r.shift, 'none');
    if body ? 'cadence' and r.cadence = 'once' then
        r.due_month := (body ->> 'due_month')::integer; -- what the template has falls away; what is asked for is refused below
        r.due_day := (body ->> 'due_day')::integer;
    end if;
    problem := case
        when problem is not null then problem
        when num_nulls(r.code, r.kind, r.title_zh, r.title_en, r.content, r.owed_by, r.cadence, r.source) > 0 then 'reporting_duty_incomplete'
        when r.departments is not null and r.owed_by <> 'department'
            or case r.cadence when 'once' then r.due_on is null or num_nonnulls(r.due_month, r.due_day) > 0
                   else r.due_on is not null or num_nulls(r.due_month, r.due_day) > 0
                       or r.due_month < case r.cadence when 'monthly' then 0 when 'quarterly' then -2 when 'half_yearly' then -5 else -11 end end then 'reporting_due_misfit'
        when r.effective_from < today or r.due_on < r.effective_from then 'takes_effect_in_the_past'
        end;
    if problem is not null then
        return;
    end if;
    r.effective_to := null;
    r.end_reason := null;
    r.made_to := case when r.effective_from <= today then today end;
    r.created_by := current_user_id();
    r.created_at := moment;
    r.updated_at := moment;
    r.version := 1;
    insert into reporting_duties values (r.*);
    if r.effective_from <= today then
        r.made_to := null;
        perform due_reports_make(r, today, moment);
    end if;
end $$;

-- From a day on nobody owes what a period that ends then or later asks for; what was handed in stays, and so does what was due before: who missed it has missed it.
create or replace function reporting_duty_end(duty uuid, day date, why text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r reporting_duties;
begin
    select t.* into r from reporting_duties t where t.district_code = current_district() and t.id = duty for update;
    id := r.id;
    standing := case when r.effective_to is not null then 'ended' end;
    problem := case when standing is not null then 'state_conflict' when day < today then 'takes_effect_in_the_past' end;
    if problem is not null or id is null then
        return;
    end if;
    update reporting_duties t set effective_to = greatest(day, r.effective_from), end_reason = why, version = r.version + 1, updated_at = moment
    where t.district_code = r.district_code and t.id = r.id;
    update due_reports t set state = x.to_state, version = t.version + 1, updated_at = moment
    from due_report_transitions x
    where t.district_code = r.district_code and t.duty_id = r.id and t.period_to > day and t.due_on >= day and x.from_state = t.state and x.action = 'end';
end $$;

-- From which moment nothing is taken any more: so many days after the last, by the rule of that day; where the district opened it again, not before that is over. Small enough for the planner
-- to see through, as lists ask it of every row.
create or replace function due_report_locks_at(due date, reopened date, days numeric) returns timestamptz language sql immutable parallel safe as $$
    select greatest(due + 1 + days::integer, case when days is not null then reopened + (reopened < date '9999-12-31')::integer end)::timestamp at time zone 'Asia/Shanghai'
$$;
-- What the month's package told of is not told otherwise either, unless the district opened it again.
create or replace function due_report_locked(stands text, due date, reopened date, locks_at timestamptz, district text, moment timestamptz) returns boolean language sql stable as $$
    select stands in ('open', 'returned') and coalesce(moment >= (reopened + 1)::timestamp at time zone 'Asia/Shanghai', true)
        and (coalesce(moment >= locks_at, false)
             or case when moment >= (due + 1)::timestamp at time zone 'Asia/Shanghai' then month_is_frozen(to_char(due, 'YYYY-MM'), district) else false end)
$$;

-- Streets, communities and firms hand in their own; the district does so for itself and for its departments, which have no access of their own.
create or replace function due_report_submit(report uuid, said text, named text, role text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r due_reports;
    next_state text;
    days numeric;
begin
    select t.* into r from due_reports t where t.district_code = current_district() and t.id = report for update;
    select t.to_state into next_state from due_report_transitions t where t.from_state = r.state and t.action = 'submit';
    select v.value into days from rule_at('report_lock_days', r.cadence, r.due_on) v;
    id := r.id;
    standing := r.state;
    problem := case
        when case role when 'district' then r.owed_by not in ('district', 'department') when 'company' then r.owed_by <> 'firm' else r.owed_by <> role end then 'report_of_another'
        when next_state is null then 'state_conflict'
        when due_report_locked(r.state, r.due_on, r.reopened_until, due_report_locks_at(r.due_on, r.reopened_until, days), r.district_code, moment) then 'report_locked'
        end;
    if problem is not null then
        return;
    end if;
    insert into due_report_submissions (district_code, report_id, seq, content, reference, on_time, submitted_at, submitted_by, submitted_role)
    values (r.district_code, r.id, r.submissions + 1, said, named, moment < r.due_at, moment, current_user_id(), role);
    update due_reports t set state = next_state, submissions = r.submissions + 1, submitted_by = current_user_id(), delivered_at = moment, on_time = moment < r.due_at,
        version = r.version + 1, updated_at = moment
    where t.district_code = r.district_code and t.id = r.id;
end $$;

-- A reopening, on record. The caller holds the report.
create or replace function due_report_open_until(r due_reports, through date, why text, moment timestamptz) returns void language sql volatile as $$
    insert into due_report_reopenings (district_code, report_id, seq, until, reason, reopened_at, reopened_by)
    select r.district_code, r.id, count(*) + 1, through, why, moment, current_user_id()
    from due_report_reopenings t where t.district_code = r.district_code and t.report_id = r.id
$$;

-- The district decides; of what communities hand in their street does too. Never whoever handed it in. What is returned may be opened for a while in the same move, by the district.
create or replace function due_report_decide(report uuid, wanted text, said text, until date, role text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r due_reports;
    next_state text;
begin
    select t.* into r from due_reports t where t.district_code = current_district() and t.id = report for update;
    select t.to_state into next_state from due_report_transitions t where t.from_state = r.state and t.action = wanted;
    id := r.id;
    standing := r.state;
    problem := case
        when role = 'street' and (r.owed_by <> 'community' or until is not null) then 'report_of_another'
        when next_state is null then 'state_conflict'
        when r.submitted_by = current_user_id() then 'separation_of_duties'
        when until < (moment at time zone 'Asia/Shanghai')::date then 'takes_effect_in_the_past'
        end;
    if problem is not null then
        return;
    end if;
    insert into due_report_decisions (district_code, report_id, seq, decision, reason, decided_at, decided_by, decided_role)
    values (r.district_code, r.id, r.submissions, next_state, said, moment, current_user_id(), role);
    if until is not null then
        perform due_report_open_until(r, until, said, moment);
    end if;
    update due_reports t set state = next_state, delivered_at = case next_state when 'accepted' then r.delivered_at end, on_time = case next_state when 'accepted' then r.on_time end,
        reopened_until = coalesce(until, r.reopened_until), version = r.version + 1, updated_at = moment
    where t.district_code = r.district_code and t.id = r.id;
end $$;

-- For one body and one period, through the end of a day; what is handed in then is late all the same.
create or replace function due_report_reopen(report uuid, until date, why text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r due_reports;
begin
    select t.* into r from due_reports t where t.district_code = current_district() and t.id = report for update;
    id := r.id;
    standing := r.state;
    problem := case
        when not exists (select from due_report_transitions t where t.from_state = r.state and t.action = 'reopen') then 'state_conflict'
        when until < (moment at time zone 'Asia/Shanghai')::date then 'takes_effect_in_the_past'
        end;
    if problem is not null then
        return;
    end if;
    perform due_report_open_until(r, until, why, moment);
    update due_reports t set reopened_until = until, version = r.version + 1, updated_at = moment
    where t.district_code = r.district_code and t.id = r.id;
end $$;

-- What has become due soon or late since it was looked at last, each once. What became late long ago is not told of on the first day that anybody looks; due_on says so to the index, for what
-- nobody ever handed in only grows. What was told is passed over before the rest is asked of it.
create or replace function report_reminders_tell(moment timestamptz) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    insert into report_reminders (district_code, source, report_id, stage, title_zh, title_en, period, owed_by, org_code, org_name, due_at, at)
    select c.district_code, c.source, c.id, c.stage, c.title_zh, c.title_en, c.period, c.owed_by, c.org_code, c.org_name, c.due_at, moment
    from districts d
    join reminder_cards c on c.district_code = d.district_code
    where c.due_at > moment - interval '31 days' and c.due_on > (moment at time zone 'Asia/Shanghai')::date - 33
      and not exists (select from report_reminders t where t.district_code = c.district_code and t.source = c.source and t.report_id = c.id and t.stage = c.stage)
    order by c.district_code, c.due_at, c.id
    on conflict on constraint report_reminders_once do nothing;
end $$;

revoke all on function due_reports_make_all(timestamptz), report_reminders_tell(timestamptz), reporting_duty_make(uuid, jsonb, timestamptz, date), reporting_duty_end(uuid, date, text, timestamptz, date),
    due_report_submit(uuid, text, text, text, timestamptz), due_report_decide(uuid, text, text, date, text, timestamptz), due_report_reopen(uuid, date, text, timestamptz) from public;
grant execute on function due_reports_make_all(timestamptz), report_reminders_tell(timestamptz) to wuye_worker;
grant execute on function reporting_duty_make(uuid, jsonb, timestamptz, date), reporting_duty_end(uuid, date, text, timestamptz, date), due_report_reopen(uuid, date, text, timestamptz)
    to wuye_district;
grant execute on function due_report_decide(uuid, text, text, date, text, timestamptz) to wuye_district, wuye_street;
grant execute on function due_report_submit(uuid, text, text, text, timestamptz), due_report_locks_at(date, date, numeric), due_report_locked(text, date, date, timestamptz, text, timestamptz)
    to wuye_district, wuye_street, wuye_community, wuye_company;

reset role;
