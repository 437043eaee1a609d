-- DESIGN. Limits of complaints, from sla_policies. The day on which a clock starts decides: the set that the district had chosen on that day, and of the set's rows in
-- force on that day the most specific that fits. Rows compare member by member, in this order: urgency, category, expedited topic, complex, street, request
-- type, source; the first of these that one row names and the other does not ('*') decides. Between rows that name the same, the chosen set's own comes before
-- one of every set, and the district's own before the common one. As nothing that has begun is changed, a complaint keeps the limit of its start.
--
-- A limit in minutes or hours ends that long after its start, whatever day it is. One in days ends at 24:00 (Asia/Shanghai) of the last of the days after the
-- day of its start, which does not count itself; whoever acts at that very moment is in time. The clock for handling starts when the complaint is
-- received, and anew when it is reopened or the callback finds it unsolved; suspended, it stops, if the policy says so, and goes on by as many working days,
-- calendar days or seconds as it stood.
set role wuye_owner;

-- Asked only where a row names expedited topics, or what is none.
create or replace function complaint_expedited(category_is text, day date) returns boolean language plpgsql stable parallel safe as $$
begin
    return coalesce((select k.expedited from complaint_categories k
                     where k.code = category_is and k.effective_from <= day and coalesce(k.effective_to > day, true)), false);
end $$;

-- All that fit, of each kind perhaps several. Part of the statement that asks. What is written as `or` is not looked at where the row names everything.
create or replace function sla_policies_fitting(district text, day date, urgency_is text, category_is text, complex_is boolean, street_is text, type_is text, source_is text)
returns setof sla_policies language sql stable parallel safe rows 6 as $$
    select p.*
    from sla_policies p
    where (p.district_code = '*' or p.district_code = district)
      and (p.policy_set = '*' or p.policy_set = (select s.policy_set from sla_choices s
                                                 where (s.district_code = '*' or s.district_code = district) and s.effective_from <= day and coalesce(s.effective_to > day, true)
                                                 order by s.district_code = '*' limit 1))
      and p.effective_from <= day and coalesce(p.effective_to > day, true)
      and (p.urgency = '*' or p.urgency = urgency_is) and (p.category = '*' or p.category = category_is)
      and (p.expedited = '*' or p.expedited = complaint_expedited(category_is, day)::text)
      and (p.complex = '*' or p.complex = complex_is::text)
      and (p.street_code = '*' or p.street_code = street_is) and (p.request_type = '*' or p.request_type = type_is) and (p.source = '*' or p.source = source_is)
$$;

-- Of two of a kind that fit the one with the lesser holds; no two have the same.
create or replace function sla_policy_breadth(p sla_policies) returns boolean[] language sql immutable parallel safe as $$
    select array[p.urgency = '*', p.category = '*', p.expedited = '*', p.complex = '*', p.street_code = '*', p.request_type = '*', p.source = '*',
        p.policy_set = '*', p.district_code = '*']
$$;

-- Of each kind the one that holds.
create or replace function sla_policies_for(district text, day date, urgency_is text, category_is text, complex_is boolean, street_is text, type_is text, source_is text)
returns setof sla_policies language plpgsql stable parallel safe rows 6 as $$ -- a session plans this once
begin
    return query
    select distinct on (p.kind) p.*
    from sla_policies_fitting(district, day, urgency_is, category_is, complex_is, street_is, type_is, source_is) p
    order by p.kind, sla_policy_breadth(p);
end $$;

create or replace function limit_from(moment timestamptz, amount integer, unit text, out due timestamptz, out provisional boolean)
language plpgsql stable parallel safe as $$
declare
    day date := moment at time zone 'Asia/Shanghai';
    worked record;
begin
    provisional := false;
    if unit in ('minutes', 'hours') then
        due := moment + make_interval(mins => amount * case unit when 'hours' then 60 else 1 end);
        return;
    elsif unit = 'working_days' and moment is not null and amount is not null then
        worked := add_working_days(day, amount);
        day := worked.due;
        provisional := worked.provisional;
    elsif unit = 'working_days' then -- nothing to count from: nothing is known
        day := null;
        provisional := null;
    elsif unit = 'months' then
        day := day + make_interval(months => amount);
    else
        day := day + amount;
    end if;
    due := (day + 1)::timestamp at time zone 'Asia/Shanghai';
end $$;

-- A limit whose clock stood for a while.
create or replace function limit_after_stop(due timestamptz, unit text, stopped timestamptz, resumed timestamptz, out moved timestamptz, out provisional boolean)
language plpgsql stable parallel safe as $$
declare
    first date := stopped at time zone 'Asia/Shanghai';
    last date := resumed at time zone 'Asia/Shanghai';
    day date := (due - interval '1 microsecond') at time zone 'Asia/Shanghai';
    later date;
begin
    provisional := false;
    if unit in ('minutes', 'hours') then
        moved := due + (resumed - stopped);
    elsif unit = 'working_days' then
        select a.due, a.provisional or b.provisional into later, provisional
        from working_days_between(first, last) b, add_working_days(day, b.days) a;
        moved := due + make_interval(days => later - day);
    else
        moved := due + make_interval(days => last - first);
    end if;
end $$;

-- When a limit is warned of, and when the alarm is raised over it: that long before and after; in days, from the beginning of the nth day before and after its last.
create or replace function limit_marks(due timestamptz, policy sla_policies, out warn_at timestamptz, out alarm_at timestamptz)
language plpgsql stable parallel safe as $$
declare
    last date := (due - interval '1 microsecond') at time zone 'Asia/Shanghai';
    day date;
    known integer;
begin
    if policy.warn_amount is null then
        warn_at := null;
    elsif policy.warn_unit in ('minutes', 'hours') then
        warn_at := due - make_interval(mins => policy.warn_amount * case policy.warn_unit when 'hours' then 60 else 1 end);
    elsif policy.warn_unit = 'working_days' then
        -- As in add_working_days(): read off where the calendar has every day.
        select f.date, (select count(*) from workdays w where w.date >= f.date and w.date < last) into day, known
        from (select w.date from workdays w where w.date < last and w.is_workday order by w.date desc offset policy.warn_amount - 1 limit 1) f;
        if (last - day = known and known <= policy.warn_amount * 2 + 30) is not true then
            select d.date into day
            from generate_series(1, policy.warn_amount * 2 + 30) i cross join lateral (select last - i) as d (date) left join workdays w on w.date = d.date
            where coalesce(w.is_workday, extract(isodow from d.date) < 6)
            order by d.date desc offset policy.warn_amount - 1 limit 1;
        end if;
        warn_at := day::timestamp at time zone 'Asia/Shanghai';
    else
        warn_at := (last - policy.warn_amount)::timestamp at time zone 'Asia/Shanghai';
    end if;
    if policy.alarm_amount is null then
        alarm_at := null;
    elsif policy.alarm_unit in ('minutes', 'hours') then
        alarm_at := due + make_interval(mins => policy.alarm_amount * case policy.alarm_unit when 'hours' then 60 else 1 end);
    elsif policy.alarm_unit = 'working_days' then
        alarm_at := (add_working_days(last, policy.alarm_amount)).due::timestamp at time zone 'Asia/Shanghai';
    else
        alarm_at := (last + policy.alarm_amount)::timestamp at time zone 'Asia/Shanghai';
    end if;
end $$;

-- The limit for handling of what has just been received: no extension yet, no suspension.
create or replace function complaint_first_limit(district text, started timestamptz, urgency_is text, category_is text, street_is text, type_is text, source_is text,
    complex_is boolean, out due_at timestamptz, out due_provisional boolean, out warn_at timestamptz, out alarm_at timestamptz)
language plpgsql stable parallel safe as $$
declare
    policy sla_policies;
begin
    select p.* into policy
    from sla_policies_for(district, (started at time zone 'Asia/Shanghai')::date, urgency_is, category_is, complex_is, street_is, type_is, source_is) p where p.kind = 'handle';
    due_provisional := false;
    if policy.id is not null then
        select l.due, l.provisional into due_at, due_provisional from limit_from(started, policy.amount, policy.unit) l;
        select m.warn_at, m.alarm_at into warn_at, alarm_at from limit_marks(due_at, policy) m;
    end if;
end $$;

-- A later round came: of what was handled, or not taken up, the limit for handling runs anew; else all stays as it is.
create or replace function complaint_limit_anew(c complaints, newer boolean, moment timestamptz)
returns table (clock_at timestamptz, extended_to timestamptz, stopped_at timestamptz, due_at timestamptz, due_provisional boolean, warn_at timestamptz, alarm_at timestamptz)
language plpgsql stable as $$
begin
    if newer and not complaint_pending(c.state) then
        return query select moment, null::timestamptz, null::timestamptz, l.due_at, l.due_provisional, l.warn_at, l.alarm_at
            from complaint_first_limit(c.district_code, moment, c.urgency, c.category, c.street_code, c.request_type, c.source, c.complex) l;
    else
        return query select c.clock_at, c.extended_to, c.stopped_at, c.due_at, c.due_provisional, c.warn_at, c.alarm_at;
    end if;
end $$;

-- The limit for handling as it follows from policy, calendar and events; and how far it may be extended.
create or replace function complaint_handle_limit(district text, complaint uuid,
    out due_at timestamptz, out due_provisional boolean, out warn_at timestamptz, out alarm_at timestamptz, out stopped_at timestamptz, out extendable_to timestamptz)
language plpgsql stable as $$
declare
    c record;
    p sla_policies;
    policy sla_policies;
    longer sla_policies;
    step record;
    plain timestamptz; -- without extensions
begin
    select k.urgency, k.category, k.complex, k.street_code, k.request_type, k.source, k.extended_to, coalesce(k.clock_at, least(k.received_at, k.created_at)) as started
    into c from complaints k where k.district_code = district and k.id = complaint;
    for p in select * from sla_policies_for(district, (c.started at time zone 'Asia/Shanghai')::date, c.urgency, c.category, c.complex, c.street_code, c.request_type, c.source) loop
        if p.kind = 'handle' then
            policy := p;
        elsif p.kind = 'extend' then
            longer := p;
        end if;
    end loop;
    due_provisional := false;
    if policy.id is not null then
        select l.due, l.provisional into due_at, due_provisional from limit_from(c.started, policy.amount, policy.unit) l;
    end if;
    plain := due_at;
    for step in select e.action, e.at from complaint_events e
                where e.district_code = district and e.complaint_id = complaint and e.at >= c.started and e.action in ('suspend', 'resume', 'approve_extension')
                order by e.at, e.id loop
        if step.action = 'approve_extension' then
            due_at := c.extended_to;
            due_provisional := false;
        elsif step.action = 'suspend' and due_at > step.at and coalesce(policy.suspension_stops, true) then
            stopped_at := step.at;
        elsif step.action = 'resume' and stopped_at is not null then
            select m.moved, due_provisional or m.provisional into due_at, due_provisional
            from limit_after_stop(due_at, coalesce(policy.unit, 'working_days'), stopped_at, step.at) m;
            plain := (select m.moved from limit_after_stop(plain, coalesce(policy.unit, 'working_days'), stopped_at, step.at) m);
            stopped_at := null;
        end if;
    end loop;
    if due_at is not null then
        select m.warn_at, m.alarm_at into warn_at, alarm_at from limit_marks(due_at, policy) m;
    end if;
    -- From the last moment of its last day, where days are counted.
    extendable_to := (select l.due from limit_from(plain - case when longer.unit in ('minutes', 'hours') then interval '0' else interval '1 microsecond' end, longer.amount, longer.unit) l);
end $$;

-- What work lists go by, from what is known now.
create or replace function complaint_limit_again(district text, complaint uuid) returns void language plpgsql volatile as $$
begin
    update complaints k set updated_at = k.updated_at, (due_at, due_provisional, warn_at, alarm_at, stopped_at) =
        (select l.due_at, l.due_provisional, l.warn_at, l.alarm_at, l.stopped_at from complaint_handle_limit(district, complaint) l)
    where k.district_code = district and k.id = complaint;
end $$;

-- After a calendar was loaded: what was counted without it. With `everything`, all that is still to be handled (a calendar that was changed). How many have another limit now.
create or replace function complaint_limits_again(moment timestamptz, everything boolean default false) returns integer language plpgsql volatile as $$
declare
    c record;
    moved integer := 0;
begin
    for c in select k.district_code, k.id, k.due_at, k.due_provisional from complaints k
             where k.due_provisional or everything and complaint_pending(k.state)
             order by k.district_code, k.id for update loop
        perform complaint_limit_again(c.district_code, c.id);
        update complaints k set version = k.version + 1, updated_at = greatest(moment, k.updated_at + interval '1 microsecond')
        where k.district_code = c.district_code and k.id = c.id and (k.due_at, k.due_provisional) is distinct from (c.due_at, c.due_provisional);
        moved := moved + found::integer;
    end loop;
    return moved;
end $$;

-- How a limit stands at a moment. `pending`: what it limits is still to be done; `done_at`: when it was.
create or replace function limit_standing(due_at timestamptz, warn_at timestamptz, alarm_at timestamptz, stopped_at timestamptz, pending boolean, done_at timestamptz, moment timestamptz)
returns table (remaining_minutes integer, warning boolean, overdue boolean, alarm boolean, punctual boolean) language sql stable parallel safe as $$
    select case when pending then floor(extract(epoch from due_at - coalesce(stopped_at, moment)) / 60)::integer end,
        coalesce(pending and stopped_at is null and moment >= warn_at and moment <= due_at, false),
        coalesce(pending and stopped_at is null and moment > due_at, false),
        coalesce(pending and stopped_at is null and moment > due_at and moment >= alarm_at, false),
        case when not pending then done_at <= due_at end
$$;

-- By when a unit may return what was put in its hands.
create or replace function complaint_returnable_until(district text, dispatched timestamptz, urgency_is text, category_is text, complex_is boolean, street_is text, type_is text, source_is text)
returns timestamptz language sql stable parallel safe as $$
    select l.due
    from sla_policies_for(district, (dispatched at time zone 'Asia/Shanghai')::date, urgency_is, category_is, complex_is, street_is, type_is, source_is) p,
        limit_from(dispatched, p.amount, p.unit) l
    where p.kind = 'return'
$$;

-- The rule that a refusal goes by, in words.
create or replace function complaint_limit_named(complaint uuid, kind_is text) returns text language plpgsql stable as $$
declare
    c record;
begin
    if kind_is = 'return' then -- no firm asks, nor reads when it was dispatched
        select k.*, k.dispatched_at as started into c from complaints k where k.district_code = (select current_district()) and k.id = complaint;
    else
        select k.urgency, k.category, k.complex, k.street_code, k.request_type, k.source, coalesce(k.clock_at, least(k.received_at, k.created_at)) as started
        into c from complaints k where k.district_code = (select current_district()) and k.id = complaint;
    end if;
    return (
        select format('%s %s %s %s: %s', p.policy_set, p.kind, p.amount, p.unit, p.basis)
        from sla_policies_for((select current_district()), (c.started at time zone 'Asia/Shanghai')::date, c.urgency, c.category, c.complex, c.street_code, c.request_type, c.source) p
        where p.kind = kind_is);
end $$;

-- All limits of a complaint, a row of complaint_cards or as much of one as is read here, as they stand at a moment: a list of objects. It goes with every look at a
-- complaint, where setting statements and expressions up is what costs: so one statement, small, for a day's policies; no expression for what is mostly null; and how a
-- limit stands is written out, as in limit_standing(). A test holds it to that and to the functions above.
create or replace function complaint_limits(c record, moment timestamptz) returns jsonb language plpgsql stable as $$
declare
    received timestamptz := least(c.received_at, c.created_at);
    days date[] := array[(received at time zone 'Asia/Shanghai')::date];
    day date;
    several boolean;
    dispatched timestamptz;
    p sla_policies;
    held sla_policies[];
    places jsonb[];
begin
    -- Nearly always all clocks started on one day, whose policies are looked up once.
    if c.clock_at is not null or c.state in ('dispatched', 'signed') then
        several := true;
        if (c.clock_at at time zone 'Asia/Shanghai')::date <> all (days) then
            days := days || (c.clock_at at time zone 'Asia/Shanghai')::date;
        end if;
        dispatched := case when c.state in ('dispatched', 'signed') and not c.designated then c.dispatched_at end;
        if (dispatched at time zone 'Asia/Shanghai')::date <> all (days) then
            days := days || (dispatched at time zone 'Asia/Shanghai')::date;
        end if;
    end if;
    foreach day in array days loop
        for p in select f.* from sla_policies_fitting(current_district(), day, c.urgency, c.category, c.complex, c.street_code, c.request_type, c.source) f
                 where f.kind <> 'extend' and (f.kind <> 'return' or dispatched is not null) loop
            declare -- null in every round
                place integer := array_position('{receive,contact,handle,return,resolve}', p.kind);
                since timestamptz := case place when 3 then coalesce(c.clock_at, received) when 4 then dispatched else received end;
                done timestamptz;
                pending boolean;
                due record;
                due_at timestamptz;
                provisional boolean;
                stopped_at timestamptz;
                mark record;
                warn_at timestamptz;
                alarm_at timestamptz;
                remaining integer;
                warning boolean;
                overdue boolean;
                alarm boolean;
                punctual boolean;
            begin
                if several then
                    continue when ((since at time zone 'Asia/Shanghai')::date = day) is not true;
                end if;
                if places[place] is not null then
                    continue when sla_policy_breadth(held[place]) < sla_policy_breadth(p);
                end if;
                if place = 3 then -- kept with the complaint: suspensions and extensions are in it
                    done := case when c.state in ('resolved_reported', 'callback', 'closed') then c.reported_at end;
                    pending := complaint_pending(c.state);
                    due_at := c.due_at;
                    provisional := c.due_provisional;
                    stopped_at := c.stopped_at;
                else
                    if place = 4 then
                        pending := true;
                    elsif place = 5 then
                        pending := c.state = 'closed' and c.result = 'solved';
                        done := case when pending then c.closed_at end;
                        pending := c.state not in ('merged', 'rejected') and not pending;
                    else
                        done := case place when 1 then c.first_signed_at else c.contacted_at end;
                        pending := done is null and complaint_pending(c.state);
                    end if;
                    due := limit_from(since, p.amount, p.unit);
                    due_at := due.due;
                    provisional := due.provisional;
                end if;
                if p.warn_amount is not null or p.alarm_amount is not null then
                    mark := limit_marks(due_at, p);
                    warn_at := mark.warn_at;
                    alarm_at := mark.alarm_at;
                end if;
                if pending then
                    remaining := floor(extract(epoch from due_at - coalesce(stopped_at, moment)) / 60);
                    if stopped_at is null then
                        overdue := moment > due_at;
                        warning := moment >= warn_at and not overdue;
                        alarm := overdue and moment >= alarm_at;
                    end if;
                else
                    punctual := case when not pending then done <= due_at end;
                end if;
                held[place] := p;
                places[place] := jsonb_build_object('kind', p.kind, 'policy_id', p.id, 'policy_set', nullif(p.policy_set, '*'), 'amount', p.amount, 'unit', p.unit,
                    'started_at', since, 'due_at', due_at, 'provisional', provisional, 'warn_at', warn_at, 'alarm_at', alarm_at, 'stopped_at', stopped_at, 'done_at', done,
                    'remaining_minutes', remaining, 'warning', coalesce(warning, false), 'overdue', coalesce(overdue, false), 'alarm', coalesce(alarm, false),
                    'punctual', punctual);
            end;
        end loop;
    end loop;
    return coalesce(to_jsonb(array_remove(places, null)), '[]');
end $$;

-- As the release before asks, while its processes still run beside ours.
create or replace function complaint_limits(complaint uuid, moment timestamptz) returns jsonb language plpgsql stable as $$
begin
    return (select complaint_limits(k, moment) from complaint_cards k where k.id = complaint);
end $$;

grant execute on function complaint_expedited(text, date), sla_policies_fitting(text, date, text, text, boolean, text, text, text), sla_policy_breadth(sla_policies),
    sla_policies_for(text, date, text, text, boolean, text, text, text), limit_from(timestamptz, integer, text),
    limit_after_stop(timestamptz, text, timestamptz, timestamptz), limit_marks(timestamptz, sla_policies), limit_standing(timestamptz, timestamptz, timestamptz, timestamptz, boolean, timestamptz, timestamptz),
    complaint_limits(record, timestamptz), complaint_limits(uuid, timestamptz) to wuye_member;
grant execute on function complaint_first_limit(text, timestamptz, text, text, text, text, text, boolean), complaint_limit_anew(complaints, boolean, timestamptz), complaint_handle_limit(text, uuid), complaint_limit_again(text, uuid),
    complaint_limit_named(uuid, text), complaint_returnable_until(text, timestamptz, text, text, boolean, text, text, text), complaint_pending(text)
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;
grant execute on function complaint_pending(text) to wuye_platform;

reset role;
