-- Lists of codes.
-- incoming: code, zh, en, source, effective_from.
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
    ('code', i.code), ('zh', i.zh), ('en', i.en), ('source', i.source), ('effective_from', i.effective_from)) as c(name, value)
where c.value is null;

insert into problems
select i.line, c.name, 'not_a_day', format('“%s”不是有效日期(YYYY-MM-DD)', c.value), format('"%s" is not a day (YYYY-MM-DD)', c.value)
from incoming i cross join lateral (values ('effective_from', i.effective_from)) as c(name, value)
where c.value is not null and pg_temp.day(c.value) is null;

insert into problems
select i.line, 'code', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.code) as first_line from incoming i) i
where i.line > i.first_line;

insert into code_lists (code, zh, en, source, effective_from)
select
    i.code,
    i.zh,
    i.en,
    i.source,
    i.effective_from::date
from incoming i
where not exists (select from problems)
on conflict (code) do update set
    zh = excluded.zh,
    en = excluded.en,
    source = excluded.source,
    effective_from = excluded.effective_from
where (code_lists.zh, code_lists.en, code_lists.source, code_lists.effective_from)
    is distinct from (excluded.zh, excluded.en, excluded.source, excluded.effective_from);

select line, "column", code, zh, en from problems order by line, "column";
