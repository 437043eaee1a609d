-- By when a duty is to be done: the moment at which it is late. A limit in days ends with the last day (24:00, Asia/Shanghai). The limit is the one in force when the duty
-- began (rule_at()); none is no limit.
set role wuye_owner;

-- For a duty that begins on a day: how long it may take where that is counted from the moment, else when its last day ends. Whoever asks for many asks once for each day.
create or replace function duty_term(wanted text, about text, day date, out takes interval, out ends timestamptz) returns record language sql stable parallel safe as $$
    select case l.unit when 'minutes' then make_interval(mins => l.value::integer) when 'hours' then make_interval(hours => l.value::integer) end,
        (case l.unit
            when 'days' then day + l.value::integer
            when 'working_days' then (add_working_days(day, l.value::integer)).due
            when 'months' then (day + make_interval(months => l.value::integer))::date end + 1)::timestamp at time zone 'Asia/Shanghai'
    from rule_at(wanted, about, day) l
$$;

create or replace function duty_due(wanted text, about text, since timestamptz) returns timestamptz language sql stable parallel safe as $$
    select coalesce(since + t.takes, t.ends) from duty_term(wanted, about, (since at time zone 'Asia/Shanghai')::date) t
$$;
grant execute on function duty_term(text, text, date), duty_due(text, text, timestamptz) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
