-- Schemes of assessment as plans somewhere give them, for every district to use or to copy. What has changed since becomes the next number; what was given stays, for assessments name it.
-- incoming: document (the whole file: code, title_zh, title_en, source, document).
set local jit = off;

drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

insert into problems
select i.line, c.name, 'required', '必填', 'is required'
from incoming i
cross join unnest('{code,title_zh,title_en,source,document}'::text[]) c (name)
where i.document -> c.name is null;

insert into problems
select i.line, f.pointer, f.code, f.zh, f.en
from incoming i
cross join lateral body_assessment_scheme_findings(i.document -> 'document') f
where not exists (select from problems);

insert into body_assessment_schemes (district_code, code, number, title_zh, title_en, document, source, state)
select '*', i.document ->> 'code', coalesce(l.number, 0) + 1, i.document ->> 'title_zh', i.document ->> 'title_en', i.document -> 'document', i.document ->> 'source', 'given'
from incoming i
left join lateral (select s.* from body_assessment_schemes s where s.district_code = '*' and s.code = i.document ->> 'code' order by s.number desc limit 1) l on true
where not exists (select from problems)
  and (l.title_zh, l.title_en, l.document, l.source) is distinct from (i.document ->> 'title_zh', i.document ->> 'title_en', i.document -> 'document', i.document ->> 'source');

select line, "column", code, zh, en from problems order by line, "column";
