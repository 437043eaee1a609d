-- By when a duty is to be done: the moment at which it is late. A limit in days ends with the last day (24:00, Asia/Shanghai). The limit is the one in force when the duty
-- began, the district's own before the common one, the subject's own before any's; none is no limit.
set role wuye_owner;

create or replace function duty_due(wanted text, about text, since timestamptz) returns timestamptz language sql stable parallel safe as $$
    select case l.unit
        when 'minutes' then since + make_interval(mins => l.value)
        when 'hours' then since + make_interval(hours => l.value)
        else ((case l.unit
            when 'days' then began.day + l.value
            when 'working_days' then (add_working_days(began.day, l.value)).due
            else (began.day + make_interval(months => l.value))::date end) + 1)::timestamp at time zone 'Asia/Shanghai' end
    from (select (since at time zone 'Asia/Shanghai')::date as day) began
    cross join lateral (
        select r.value, r.unit
        from duty_limits r
        where r.district_code in ('*', (select current_district())) and r.name = wanted and r.subject in ('*', about)
          and r.effective_from <= began.day and coalesce(r.effective_to > began.day, true)
        order by r.district_code = '*', r.subject = '*'
        limit 1) l
$$;
grant execute on function duty_due(text, text, timestamptz) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
