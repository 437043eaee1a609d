-- Sheets of inspections as plans somewhere give them, for every district to use or to copy. What has changed since becomes the next number; what was given stays, for inspections name it.
-- incoming: document (the whole file: code, title_zh, title_en, kinds, source, items).
set local jit = off;

drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

insert into problems
select i.line, c.name, 'required', '必填', 'is required'
from incoming i
cross join unnest('{code,title_zh,title_en,kinds,source,items}'::text[]) c (name)
where i.document -> c.name is null;

insert into problems
select i.line, f.pointer, f.code, f.zh, f.en
from incoming i
cross join lateral inspection_sheet_findings(i.document -> 'items') f
where not exists (select from problems);

insert into inspection_sheets (district_code, code, number, title_zh, title_en, kinds, items, source, state)
select '*', i.document ->> 'code', coalesce(l.number, 0) + 1, i.document ->> 'title_zh', i.document ->> 'title_en', array(select jsonb_array_elements_text(i.document -> 'kinds')),
    i.document -> 'items', i.document ->> 'source', 'given'
from incoming i
left join lateral (select s.* from inspection_sheets s where s.district_code = '*' and s.code = i.document ->> 'code' order by s.number desc limit 1) l on true
where not exists (select from problems)
  and (l.title_zh, l.title_en, to_jsonb(l.kinds), l.items, l.source)
      is distinct from (i.document ->> 'title_zh', i.document ->> 'title_en', i.document -> 'kinds', i.document -> 'items', i.document ->> 'source');

select line, "column", code, zh, en from problems order by line, "column";
