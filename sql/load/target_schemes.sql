-- Schemes of targets as plans somewhere give them, for every district to be measured by or to copy. What has changed since becomes the next number; what was given stays, for what was told names it.
-- incoming: document (the whole file: code, title_zh, title_en, source, indicators).
set local jit = off;

drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

insert into problems
select i.line, c.name, 'required', '必填', 'is required'
from incoming i
cross join unnest('{code,title_zh,title_en,source,indicators}'::text[]) c (name)
where i.document -> c.name is null;

insert into problems
select i.line, f.pointer, f.code, f.zh, f.en
from incoming i
cross join lateral target_scheme_findings(i.document -> 'indicators') f
where not exists (select from problems);

insert into target_schemes (district_code, code, number, title_zh, title_en, indicators, source, state)
select '*', i.document ->> 'code', coalesce(l.number, 0) + 1, i.document ->> 'title_zh', i.document ->> 'title_en',
    i.document -> 'indicators', i.document ->> 'source', 'given'
from incoming i
left join lateral (select s.* from target_schemes s where s.district_code = '*' and s.code = i.document ->> 'code' order by s.number desc limit 1) l on true
where not exists (select from problems)
  and (l.title_zh, l.title_en, l.indicators, l.source)
      is distinct from (i.document ->> 'title_zh', i.document ->> 'title_en', i.document -> 'indicators', i.document ->> 'source');

select line, "column", code, zh, en from problems order by line, "column";
