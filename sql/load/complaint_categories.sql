-- Our categories of complaint and how each is treated.
-- incoming: code, zh, en, confidential, expedited, delegated, department, violation_code, source, effective_from.
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
from incoming i cross join lateral (values
    ('code', i.code), ('zh', i.zh), ('en', i.en), ('confidential', i.confidential), ('expedited', i.expedited),
    ('delegated', i.delegated), ('source', i.source), ('effective_from', i.effective_from)) as c(name, value)
where c.value is null;

insert into problems
select i.line, c.name, 'not_a_day', format('“%s”不是有效日期(YYYY-MM-DD)', c.value), format('"%s" is not a day (YYYY-MM-DD)', c.value)
from incoming i cross join lateral (values ('effective_from', i.effective_from)) as c(name, value)
where c.value is not null and pg_temp.day(c.value) is null;

insert into problems
select i.line, c.name, 'not_a_boolean', format('“%s”应为true或false', c.value), format('"%s" should be true or false', c.value)
from incoming i cross join lateral (values ('confidential', i.confidential), ('expedited', i.expedited), ('delegated', i.delegated)) as c(name, value)
where c.value not in ('true', 'false');

insert into problems
select i.line, c.name, 'unknown_code', format('“%s”不在代码表%s中', c.value, c.list), format('"%s" is not a code of %s', c.value, c.list)
from incoming i cross join lateral (values ('department', 'department', i.department)) as c(name, list, value)
where c.value is not null
    and not exists (select from codes k where k.list_code = c.list and k.code = c.value and k.effective_to is null);

insert into problems
select i.line, 'violation_code', 'unknown_code', format('“%s”不在任何违规目录中', i.violation_code),
    format('"%s" is in no catalogue of violations', i.violation_code)
from incoming i
where i.violation_code is not null
    and not exists (select from codes k where k.list_code ^@ 'violation_' and k.code = i.violation_code and k.effective_to is null);

insert into problems
select i.line, 'code', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.code, i.effective_from) as first_line from incoming i) i
where i.line > i.first_line;

insert into complaint_categories (
    code, effective_from, zh, en, confidential, expedited, delegated, department, violation_code, source)
select
    i.code,
    i.effective_from::date,
    i.zh,
    i.en,
    i.confidential::boolean,
    i.expedited::boolean,
    i.delegated::boolean,
    i.department,
    i.violation_code,
    i.source
from incoming i
where not exists (select from problems)
on conflict (code, effective_from) do update set
    zh = excluded.zh,
    en = excluded.en,
    confidential = excluded.confidential,
    expedited = excluded.expedited,
    delegated = excluded.delegated,
    department = excluded.department,
    violation_code = excluded.violation_code,
    source = excluded.source
where (
    complaint_categories.zh, complaint_categories.en, complaint_categories.confidential, complaint_categories.expedited,
    complaint_categories.delegated, complaint_categories.department, complaint_categories.violation_code, complaint_categories.source)
    is distinct from (
    excluded.zh, excluded.en, excluded.confidential, excluded.expedited, excluded.delegated, excluded.department,
    excluded.violation_code, excluded.source);

select line, "column", code, zh, en from problems order by line, "column";
