-- Other systems' categories. district_code * is every district's.
-- incoming: district_code, source, external_code, external_zh, category_code, effective_from.
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
    ('district_code', i.district_code), ('source', i.source), ('external_code', i.external_code), ('category_code', i.category_code),
    ('effective_from', i.effective_from)) as c(name, value)
where c.value is null;

insert into problems
select i.line, c.name, 'not_a_day', format('“%s”不是有效日期(YYYY-MM-DD)', c.value), format('"%s" is not a day (YYYY-MM-DD)', c.value)
from incoming i cross join lateral (values ('effective_from', i.effective_from)) as c(name, value)
where c.value is not null and pg_temp.day(c.value) is null;

insert into problems
select i.line, c.name, 'unknown_code', format('“%s”不在代码表%s中', c.value, c.list), format('"%s" is not a code of %s', c.value, c.list)
from incoming i cross join lateral (values ('source', 'complaint_source', i.source)) as c(name, list, value)
where c.value is not null
    and not exists (select from codes k where k.list_code = c.list and k.code = c.value and k.effective_to is null);

insert into problems
select i.line, 'district_code', 'unknown_district', format('“%s”不是本系统服务的区县', i.district_code),
    format('"%s" is not a district served here', i.district_code)
from incoming i
where i.district_code <> '*' and not exists (select from districts d where d.district_code = i.district_code);

insert into problems
select i.line, 'category_code', 'unknown_category', format('没有诉求类别“%s”', i.category_code),
    format('there is no category "%s"', i.category_code)
from incoming i
where i.category_code is not null and not exists (select from complaint_categories c where c.code = i.category_code and c.effective_to is null);

insert into problems
select i.line, 'external_code', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.district_code, i.source, i.external_code, i.effective_from) as first_line from incoming i) i
where i.line > i.first_line;

insert into category_mappings (district_code, source, external_code, effective_from, external_zh, category_code)
select
    i.district_code,
    i.source,
    i.external_code,
    i.effective_from::date,
    i.external_zh,
    i.category_code
from incoming i
where not exists (select from problems)
on conflict (district_code, source, external_code, effective_from) do update set
    external_zh = excluded.external_zh,
    category_code = excluded.category_code
where (category_mappings.external_zh, category_mappings.category_code)
    is distinct from (excluded.external_zh, excluded.category_code);

select line, "column", code, zh, en from problems order by line, "column";
