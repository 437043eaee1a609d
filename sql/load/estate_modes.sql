-- How an estate is managed, and from when. valid_to is the day after the last.
-- incoming: district_code, estate_code, mode, valid_from, valid_to.
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
    ('district_code', i.district_code), ('estate_code', i.estate_code), ('mode', i.mode), ('valid_from', i.valid_from)) as c(name, value)
where c.value is null;

insert into problems
select i.line, c.name, 'not_a_day', format('“%s”不是有效日期(YYYY-MM-DD)', c.value), format('"%s" is not a day (YYYY-MM-DD)', c.value)
from incoming i cross join lateral (values ('valid_from', i.valid_from), ('valid_to', i.valid_to)) as c(name, value)
where c.value is not null and pg_temp.day(c.value) is null;

insert into problems
select i.line, c.name, 'unknown_code', format('“%s”不在代码表%s中', c.value, c.list), format('"%s" is not a code of %s', c.value, c.list)
from incoming i cross join lateral (values ('mode', 'management_mode', i.mode)) as c(name, list, value)
where c.value is not null
    and not exists (select from codes k where k.list_code = c.list and k.code = c.value and k.effective_to is null);

insert into problems
select i.line, 'district_code', 'unknown_district', format('“%s”不是本系统服务的区县', i.district_code),
    format('"%s" is not a district served here', i.district_code)
from incoming i
where i.district_code is not null and not exists (select from districts d where d.district_code = i.district_code);

insert into problems
select i.line, 'estate_code', 'unknown_estate', format('没有代码为“%s”的小区', i.estate_code), format('there is no estate "%s"', i.estate_code)
from incoming i
where i.estate_code is not null and not exists (select from estates e where e.district_code = i.district_code and e.code = i.estate_code);

insert into problems
select i.line, 'valid_from', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.district_code, i.estate_code, i.valid_from) as first_line from incoming i) i
where i.line > i.first_line;

insert into problems
select i.line, 'valid_to', 'period', '结束日期须晚于开始日期', 'the end is not after the beginning'
from incoming i where pg_temp.day(i.valid_to) <= pg_temp.day(i.valid_from);

insert into problems
select i.line, 'valid_from', 'overlap', '与该小区另一管理方式的期间重叠', 'the period overlaps that of another mode of this estate'
from incoming i
where exists (
    select from (
        select o.district_code, o.estate_code, pg_temp.day(o.valid_from) as valid_from, pg_temp.day(o.valid_to) as valid_to from incoming o
        union all
        select m.district_code, e.code, m.valid_from, m.valid_to
        from estate_modes m join estates e on (e.district_code, e.id) = (m.district_code, m.estate_id)
        where not exists (
            select from incoming o
            where (o.district_code, o.estate_code, pg_temp.day(o.valid_from)) = (m.district_code, e.code, m.valid_from))
    ) m
    where (m.district_code, m.estate_code) = (i.district_code, i.estate_code) and m.valid_from <> pg_temp.day(i.valid_from)
        and (m.valid_from, coalesce(m.valid_to, 'infinity')) overlaps (pg_temp.day(i.valid_from), coalesce(pg_temp.day(i.valid_to), 'infinity'))
);

insert into estate_modes (district_code, estate_id, valid_from, valid_to, mode)
select
    i.district_code,
    e.id,
    i.valid_from::date,
    i.valid_to::date,
    i.mode
from incoming i join estates e on e.district_code = i.district_code and e.code = i.estate_code
where not exists (select from problems)
on conflict (district_code, estate_id, valid_from) do update set
    valid_to = excluded.valid_to,
    mode = excluded.mode
where (estate_modes.valid_to, estate_modes.mode)
    is distinct from (excluded.valid_to, excluded.mode);

-- What is loaded is as if it had always been there: days that were kept are counted anew.
delete from base_ledger_days k where k.district_code in (select i.district_code from incoming i) and not exists (select from problems);

select line, "column", code, zh, en from problems order by line, "column";
