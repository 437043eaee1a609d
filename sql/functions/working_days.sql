-- Days of limits. A day that the calendar does not hold counts by the week alone (Monday to Friday), and the answer says
-- that it is provisional. A make-up Saturday is a working day because the calendar says so.
set role wuye_owner;

-- The nth working day after a day; 0 is the day itself, working or not.
create or replace function add_working_days(day date, days integer, out due date, out provisional boolean)
language plpgsql stable strict parallel safe as $$ -- a session plans this once
begin
    -- Where the calendar has every day, its working days need only be read off.
    if days between 1 and 3660 then
        select w.date into due from workdays w where w.date > day and w.is_workday order by w.date offset days - 1 limit 1;
        provisional := false;
        if due - day = (select count(*) from workdays w where w.date > day and w.date <= due) then
            return;
        end if;
    end if;
    with counted as (
        select d.date, w.date is null as unknown,
               count(*) filter (where coalesce(w.is_workday, extract(isodow from d.date) < 6)) over (order by d.date) as nth
        from generate_series(1, days * 2 + 30) i
        cross join lateral (select day + i) as d (date)
        left join workdays w on w.date = d.date
    ), found as (
        select case when days > 0 then min(c.date) filter (where c.nth = days) else day end as due from counted c
    )
    select found.due, exists (select from counted c where c.unknown and c.date <= found.due)
    into due, provisional
    from found
    where days between 0 and 3660;
end $$;

-- The same for calendar days, which no calendar can change.
create or replace function add_calendar_days(day date, days integer, out due date, out provisional boolean)
language sql immutable strict parallel safe as $$
    select day + days, false where days between 0 and 36600
$$;

-- Working days after the first day up to and including the last.
create or replace function working_days_between(first date, last date, out days integer, out provisional boolean)
language sql stable strict parallel safe as $$
    select count(*) filter (where coalesce(w.is_workday, extract(isodow from d.date) < 6))::integer, coalesce(bool_or(w.date is null), false)
    from generate_series(1, last - first) i
    cross join lateral (select first + i) as d (date)
    left join workdays w on w.date = d.date
$$;

grant execute on function add_working_days(date, integer), add_calendar_days(date, integer), working_days_between(date, date)
    to wuye_member, wuye_worker;

reset role;
