-- Who answers for a place.
-- incoming: code, district_code, street_code, community_code, effective_from.
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
    ('code', i.code), ('district_code', i.district_code), ('street_code', i.street_code), ('effective_from', i.effective_from)) as c(name, value)
where c.value is null;

insert into problems
select i.line, c.name, 'not_a_day', format('“%s”不是有效日期(YYYY-MM-DD)', c.value), format('"%s" is not a day (YYYY-MM-DD)', c.value)
from incoming i cross join lateral (values ('effective_from', i.effective_from)) as c(name, value)
where c.value is not null and pg_temp.day(c.value) is null;

insert into problems
select i.line, 'district_code', 'unknown_division', format('没有代码为“%s”的区划', i.district_code),
    format('there is no division "%s"', i.district_code)
from incoming i
where i.district_code is not null and not exists (select from divisions d where d.code = i.district_code);

insert into problems
select i.line, 'street_code', 'unknown_division', format('没有代码为“%s”的区划', i.street_code), format('there is no division "%s"', i.street_code)
from incoming i
where i.street_code is not null and not exists (select from divisions d where d.code = i.street_code);

insert into problems
select i.line, 'community_code', 'unknown_division', format('没有代码为“%s”的区划', i.community_code),
    format('there is no division "%s"', i.community_code)
from incoming i
where i.community_code is not null and not exists (select from divisions d where d.code = i.community_code);

insert into problems
select i.line, 'code', 'not_itself', '代码应为其社区代码,没有社区时为街道代码', 'the code has to be that of the community, or of the street where there is none'
from incoming i
where i.code <> coalesce(i.community_code, i.street_code);

insert into problems
select i.line, 'effective_from', 'overlap', '同一区划在此期间已有管辖关系', 'the place has a jurisdiction in this period already'
from incoming i
where exists (
    select from division_jurisdictions j
    where j.code = i.code and (j.district_code, j.effective_from) <> (i.district_code, pg_temp.day(i.effective_from))
        and coalesce(j.effective_to, 'infinity') > pg_temp.day(i.effective_from));

insert into problems
select i.line, 'code', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.code) as first_line from incoming i) i
where i.line > i.first_line;

insert into division_jurisdictions (district_code, code, effective_from, street_code, community_code)
select
    i.district_code,
    i.code,
    i.effective_from::date,
    i.street_code,
    i.community_code
from incoming i
where not exists (select from problems)
on conflict (district_code, code, effective_from) do update set
    street_code = excluded.street_code,
    community_code = excluded.community_code
where (division_jurisdictions.street_code, division_jurisdictions.community_code)
    is distinct from (excluded.street_code, excluded.community_code);

select line, "column", code, zh, en from problems order by line, "column";
