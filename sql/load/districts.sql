-- The districts that this service serves.
-- incoming: district_code, served_from.
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
from incoming i cross join lateral (values ('district_code', i.district_code), ('served_from', i.served_from)) as c(name, value)
where c.value is null;

insert into problems
select i.line, c.name, 'not_a_day', format('“%s”不是有效日期(YYYY-MM-DD)', c.value), format('"%s" is not a day (YYYY-MM-DD)', c.value)
from incoming i cross join lateral (values ('served_from', i.served_from)) as c(name, value)
where c.value is not null and pg_temp.day(c.value) is null;

insert into problems
select i.line, 'district_code', 'unknown_division', format('没有代码为“%s”的区划', i.district_code),
    format('there is no division "%s"', i.district_code)
from incoming i
where i.district_code is not null and not exists (select from divisions d where d.code = i.district_code);

insert into problems
select i.line, 'district_code', 'not_a_district', format('“%s”不是县级区划', i.district_code),
    format('"%s" is not a division of county level', i.district_code)
from incoming i join divisions d on d.code = i.district_code
where d.level <> 3;

insert into problems
select i.line, 'district_code', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.district_code) as first_line from incoming i) i
where i.line > i.first_line;

insert into districts (district_code, served_from)
select
    i.district_code,
    i.served_from::date
from incoming i
where not exists (select from problems)
on conflict (district_code) do update set
    served_from = excluded.served_from
where districts.served_from
    is distinct from excluded.served_from;

select line, "column", code, zh, en from problems order by line, "column";
