-- Other names of an estate. Names are added, never taken away.
-- incoming: district_code, estate_code, alias.
drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

insert into problems
select i.line, c.name, 'required', '必填', 'is required'
from incoming i cross join lateral (values ('district_code', i.district_code), ('estate_code', i.estate_code), ('alias', i.alias)) as c(name, value)
where c.value is null;

insert into problems
select i.line, 'district_code', 'unknown_district', format('“%s”不是本系统服务的区县', i.district_code),
    format('"%s" is not a district served here', i.district_code)
from incoming i
where i.district_code is not null and not exists (select from districts d where d.district_code = i.district_code);

insert into problems
select i.line, 'estate_code', 'unknown_estate', format('没有代码为“%s”的小区', i.estate_code), format('there is no estate "%s"', i.estate_code)
from incoming i
where i.estate_code is not null and not exists (select from estates e where e.district_code = i.district_code and e.code = i.estate_code);

insert into estate_aliases (district_code, estate_id, alias)
select i.district_code, e.id, i.alias
from incoming i join estates e on e.district_code = i.district_code and e.code = i.estate_code
where not exists (select from problems)
on conflict do nothing;

select line, "column", code, zh, en from problems order by line, "column";
