-- The calendar as running numbers: between two days there are as many working days as their numbers differ by, which is what working_days_between() counts for
-- one pair. For sums over many complaints, which would otherwise walk the calendar once each.
set role wuye_owner;

create or replace function working_day_numbers(first date, last date) returns table (date date, number integer)
language sql stable strict parallel safe as $$
    select d.date, (count(*) filter (where coalesce(w.is_workday, extract(isodow from d.date) < 6)) over (order by d.date))::integer
    from generate_series(0, last - first) i
    cross join lateral (select first + i) as d (date)
    left join workdays w on w.date = d.date
$$;
grant execute on function working_day_numbers(date, date) to wuye_member, wuye_worker;

reset role;
