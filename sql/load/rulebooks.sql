-- Credit rulebooks as provinces and cities give them, for districts to copy. What has changed since becomes the next number; what was given stays. With a district_code and
-- an effective_from it is one that holds in the district from that day, unless the district has one of this code, or any that is published.
-- incoming: document (the whole file: code, title_zh, title_en, source, document, district_code, effective_from).
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
cross join unnest('{code,title_zh,title_en,source,document}'::text[]) c (name)
where not exists (select from problems) and b.book -> c.name is null;

insert into problems
select b.line, f.pointer, f.code, f.zh, f.en
from books b
cross join lateral credit_rulebook_findings(b.document) f
where not exists (select from problems) and f.severity = 'error';

insert into problems
select b.line, 'effective_from', 'not_a_day', '不是有效日期(YYYY-MM-DD)', 'is not a day (YYYY-MM-DD)'
from books b
where not exists (select from problems) and b.district_code is not null and coalesce(b.book ->> 'effective_from', '') !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$';

insert into problems
select b.line, 'district_code', 'unknown_district', format('“%s”不是本系统服务的区县', b.district_code), format('"%s" is not a district served here', b.district_code)
from books b
where not exists (select from problems) and b.district_code is not null and not exists (select from districts d where d.district_code = b.district_code);

insert into credit_rulebooks (district_code, code, number, title_zh, title_en, state, document, source, effective_from, published_at)
select n.district_code, n.code, 1, n.title_zh, n.title_en, 'published', n.document, n.source, (n.book ->> 'effective_from')::date, now()
from books n
where not exists (select from problems) and n.district_code is not null
  and not exists (select from credit_rulebooks b where b.district_code = n.district_code and (b.code = n.code or b.state = 'published'));

insert into credit_rulebooks (district_code, code, number, title_zh, title_en, state, document, source)
select '*', n.code, coalesce(last.number, 0) + 1, n.title_zh, n.title_en, 'given', n.document, n.source
from books n
left join lateral (
    select b.number, b.title_zh, b.title_en, b.source, b.document from credit_rulebooks b where b.district_code = '*' and b.code = n.code order by b.number desc limit 1
) last on true
where not exists (select from problems) and n.district_code is null
  and (last.title_zh, last.title_en, last.source, last.document) is distinct from (n.title_zh, n.title_en, n.source, n.document);

select line, "column", code, zh, en from problems order by line, "column";
