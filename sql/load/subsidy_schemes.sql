-- Schemes of subsidies as plans somewhere give them, for districts to copy. What has changed since becomes the next number; what was given stays. With a district_code, an
-- effective_from and an effective_to it is one that holds in the district for those months, unless the district has one of this code.
-- incoming: document (the whole file: code, title_zh, title_en, source, document, district_code, effective_from, effective_to).
-- The statement is long and what it reads short: compiling it would take longer than running it.
set local jit = off;

drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

drop table if exists pg_temp.books;
create temporary table books on commit drop as
select i.line, i.document as book, i.document ->> 'code' as code, i.document ->> 'title_zh' as title_zh, i.document ->> 'title_en' as title_en, i.document ->> 'source' as source,
    i.document -> 'document' as document, i.document ->> 'district_code' as district_code
from incoming i;

insert into problems
select b.line, c.name, 'required', '必填', 'is required'
from books b
cross join unnest('{code,title_zh,title_en,source,document}'::text[] || case when b.district_code is not null then '{effective_from,effective_to}'::text[] end) c (name)
where not exists (select from problems) and b.book -> c.name is null;

-- One that is given to be copied may leave its table of coefficients to the district.
insert into problems
select b.line, f.pointer, f.code, f.zh, f.en
from books b
cross join lateral subsidy_scheme_findings(b.document) f
where not exists (select from problems) and f.severity = 'error' and (f.code <> 'bands_missing' or b.district_code is not null);

insert into problems
select b.line, c.name, 'not_a_month', '不是某月 1 日(YYYY-MM-01)', 'is not the first of a month (YYYY-MM-01)'
from books b
cross join unnest('{effective_from,effective_to}'::text[]) c (name)
where not exists (select from problems) and b.district_code is not null and coalesce(b.book ->> c.name, '') !~ '^20[0-9]{2}-(0[1-9]|1[0-2])-01$';

insert into problems
select b.line, 'effective_to', 'outside_years', '起止日期须在方案各年度之内', 'lies beyond the years of the scheme, or before its first day'
from books b
cross join lateral (select min(y.first) as opens, max(y.after) as closes from subsidy_scheme_years(b.document) y) y
where not exists (select from problems) and b.district_code is not null
  and ((b.book ->> 'effective_from')::date < y.opens or (b.book ->> 'effective_to')::date > y.closes or (b.book ->> 'effective_from')::date >= (b.book ->> 'effective_to')::date);

insert into problems
select b.line, 'district_code', 'unknown_district', format('“%s”不是本系统服务的区县', b.district_code), format('"%s" is not a district served here', b.district_code)
from books b
where not exists (select from problems) and b.district_code is not null and not exists (select from districts d where d.district_code = b.district_code);

insert into subsidy_schemes (district_code, code, number, title_zh, title_en, state, document, source, effective_from, effective_to, planned_to, published_at)
select n.district_code, n.code, 1, n.title_zh, n.title_en, 'published', n.document, n.source, (n.book ->> 'effective_from')::date, (n.book ->> 'effective_to')::date,
    (n.book ->> 'effective_to')::date, now()
from books n
where not exists (select from problems) and n.district_code is not null
  and not exists (select from subsidy_schemes b where b.district_code = n.district_code and b.code = n.code);

insert into subsidy_schemes (district_code, code, number, title_zh, title_en, state, document, source)
select '*', n.code, coalesce(last.number, 0) + 1, n.title_zh, n.title_en, 'given', n.document, n.source
from books n
left join lateral (
    select b.number, b.title_zh, b.title_en, b.source, b.document from subsidy_schemes b where b.district_code = '*' and b.code = n.code order by b.number desc limit 1
) last on true
where not exists (select from problems) and n.district_code is null
  and (last.title_zh, last.title_en, last.source, last.document) is distinct from (n.title_zh, n.title_en, n.source, n.document);

select line, "column", code, zh, en from problems order by line, "column";
