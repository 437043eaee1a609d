-- Codes of the lists. A changed meaning is a new row with a later effective_from.
-- incoming: list_code, code, position, zh, en, text_zh, text_en, source, effective_from, effective_to.
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
    ('list_code', i.list_code), ('code', i.code), ('position', i."position"), ('zh', i.zh), ('en', i.en), ('source', i.source),
    ('effective_from', i.effective_from)) as c(name, value)
where c.value is null;

insert into problems
select i.line, c.name, 'not_a_day', format('“%s”不是有效日期(YYYY-MM-DD)', c.value), format('"%s" is not a day (YYYY-MM-DD)', c.value)
from incoming i cross join lateral (values ('effective_from', i.effective_from), ('effective_to', i.effective_to)) as c(name, value)
where c.value is not null and pg_temp.day(c.value) is null;

insert into problems
select i.line, c.name, 'not_a_number', format('“%s”不是规定格式的数值', c.value), format('"%s" is not a number of the form asked for', c.value)
from incoming i cross join lateral (values ('position', i."position", '^[0-9]{1,7}$')) as c(name, value, pattern)
where c.value !~ c.pattern;

insert into problems
select i.line, 'list_code', 'unknown_list', format('没有代码表“%s”', i.list_code), format('there is no code list "%s"', i.list_code)
from incoming i
where i.list_code is not null and not exists (select from code_lists l where l.code = i.list_code);

insert into problems
select i.line, 'code', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.list_code, i.code, i.effective_from) as first_line from incoming i) i
where i.line > i.first_line;

insert into problems
select i.line, 'effective_to', 'period', '结束日期须晚于开始日期', 'the end is not after the beginning'
from incoming i where pg_temp.day(i.effective_to) <= pg_temp.day(i.effective_from);

insert into problems
select i.line, 'effective_from', 'overlap', '有效期与同一代码的另一行重叠', 'the period overlaps that of another row of this code'
from incoming i
where exists (
    select from (
        select o.list_code, o.code, pg_temp.day(o.effective_from) as effective_from, pg_temp.day(o.effective_to) as effective_to from incoming o
        union all
        select k.list_code, k.code, k.effective_from, k.effective_to from codes k
        where not exists (select from incoming o where (o.list_code, o.code, pg_temp.day(o.effective_from)) = (k.list_code, k.code, k.effective_from))
    ) k
    where (k.list_code, k.code) = (i.list_code, i.code) and k.effective_from <> pg_temp.day(i.effective_from)
        and (k.effective_from, coalesce(k.effective_to, 'infinity')) overlaps (pg_temp.day(i.effective_from), coalesce(pg_temp.day(i.effective_to), 'infinity'))
);

insert into codes (list_code, code, effective_from, effective_to, "position", zh, en, text_zh, text_en, source)
select
    i.list_code,
    i.code,
    i.effective_from::date,
    i.effective_to::date,
    i."position"::integer,
    i.zh,
    i.en,
    i.text_zh,
    i.text_en,
    i.source
from incoming i
where not exists (select from problems)
on conflict (list_code, code, effective_from) do update set
    effective_to = excluded.effective_to,
    "position" = excluded."position",
    zh = excluded.zh,
    en = excluded.en,
    text_zh = excluded.text_zh,
    text_en = excluded.text_en,
    source = excluded.source
where (
    codes.effective_to, codes."position", codes.zh, codes.en, codes.text_zh, codes.text_en, codes.source)
    is distinct from (
    excluded.effective_to, excluded."position", excluded.zh, excluded.en, excluded.text_zh, excluded.text_en, excluded.source);

select line, "column", code, zh, en from problems order by line, "column";
