-- The tree of divisions.
-- incoming: code, parent_code, level, name, kind, pinyin, initials, effective_from.
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
    ('code', i.code), ('level', i.level), ('name', i.name), ('kind', i.kind), ('effective_from', i.effective_from)) as c(name, value)
where c.value is null;

insert into problems
select i.line, c.name, 'not_a_day', format('“%s”不是有效日期(YYYY-MM-DD)', c.value), format('"%s" is not a day (YYYY-MM-DD)', c.value)
from incoming i cross join lateral (values ('effective_from', i.effective_from)) as c(name, value)
where c.value is not null and pg_temp.day(c.value) is null;

insert into problems
select i.line, c.name, 'unknown_code', format('“%s”不在代码表%s中', c.value, c.list), format('"%s" is not a code of %s', c.value, c.list)
from incoming i cross join lateral (values ('level', 'division_level', i.level), ('kind', 'division_kind', i.kind)) as c(name, list, value)
-- Divisions may come before everything else, the lists of codes too.
where c.value is not null and exists (select from code_lists l where l.code = c.list)
    and not exists (select from codes k where k.list_code = c.list and k.code = c.value and k.effective_to is null);

insert into problems
select i.line, 'code', 'not_a_division_code', format('“%s”的位数与级别不符', i.code), format('"%s" has not the digits of its level', i.code)
from incoming i
where i.code !~ '^[0-9]+$' or length(i.code) <> case i.level when '1' then 2 when '2' then 4 when '3' then 6 when '4' then 9 when '5' then 12 end;

insert into problems
select i.line, 'parent_code', 'unknown_parent', '上级区划不存在或级别不符', 'the parent is missing or not of the level above'
from incoming i
where (i.level = '1') <> (i.parent_code is null)
    or (i.parent_code is not null
        and not exists (select from incoming p where p.code = i.parent_code and p.level < i.level)
        and not exists (select from divisions p where p.code = i.parent_code and p.level::text < i.level));

insert into problems
select i.line, 'code', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.code) as first_line from incoming i) i
where i.line > i.first_line;

insert into divisions (code, parent_code, level, name, kind, pinyin, initials, effective_from)
select
    i.code,
    i.parent_code,
    i.level::smallint,
    i.name,
    i.kind,
    coalesce(i.pinyin, ''),
    coalesce(i.initials, ''),
    i.effective_from::date
from incoming i
where not exists (select from problems)
on conflict (code) do update set
    parent_code = excluded.parent_code,
    level = excluded.level,
    name = excluded.name,
    kind = excluded.kind,
    pinyin = excluded.pinyin,
    initials = excluded.initials,
    effective_from = excluded.effective_from
where (
    divisions.parent_code, divisions.level, divisions.name, divisions.kind, divisions.pinyin, divisions.initials,
    divisions.effective_from)
    is distinct from (
    excluded.parent_code, excluded.level, excluded.name, excluded.kind, excluded.pinyin, excluded.initials, excluded.effective_from);

select line, "column", code, zh, en from problems order by line, "column";
