-- The calendar. A year is loaded whole, for a limit counted over a gap would be wrong without anyone noticing.
-- incoming: date, is_workday, name.
drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

-- Null unless the text is a day that exists.
create or replace function pg_temp.day(text) returns date language plpgsql immutable strict as $$
begin
    return case when $1 ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then $1::date end;
exception when datetime_field_overflow then
    return null;
end $$;

insert into problems
select i.line, c.name, 'required', '必填', 'is required'
from incoming i cross join lateral (values ('date', i.date), ('is_workday', i.is_workday)) as c(name, value)
where c.value is null;

insert into problems
select i.line, c.name, 'not_a_day', format('“%s”不是有效日期(YYYY-MM-DD)', c.value), format('"%s" is not a day (YYYY-MM-DD)', c.value)
from incoming i cross join lateral (values ('date', i.date)) as c(name, value)
where c.value is not null and pg_temp.day(c.value) is null;

insert into problems
select i.line, 'is_workday', 'not_a_boolean', format('“%s”应为0或1', i.is_workday), format('"%s" should be 0 or 1', i.is_workday)
from incoming i
where i.is_workday not in ('0', '1');

insert into problems
select i.line, 'date', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.date) as first_line from incoming i) i
where i.line > i.first_line;

insert into problems
select min(i.line), 'date', 'year_incomplete', format('%s年的日历不完整', extract(year from i.day)),
    format('the calendar of %s is not complete', extract(year from i.day))
from (select i.line, pg_temp.day(i.date) as day from incoming i) i
where i.day is not null
group by extract(year from i.day)
having count(distinct i.day) <> make_date(extract(year from i.day)::integer + 1, 1, 1) - make_date(extract(year from i.day)::integer, 1, 1);

insert into workdays (date, is_workday, name)
select
    i.date::date,
    i.is_workday = '1',
    i.name
from incoming i
where not exists (select from problems)
on conflict (date) do update set
    is_workday = excluded.is_workday,
    name = excluded.name
where (workdays.is_workday, workdays.name)
    is distinct from (excluded.is_workday, excluded.name);

-- Limits that were counted without a year are counted again when it has come.
do $$ begin
    perform complaint_limits_again(now()) where not exists (select from pg_temp.problems);
end $$;

select line, "column", code, zh, en from problems order by line, "column";
