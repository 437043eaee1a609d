-- Sheets of inspections as plans somewhere give them, for every district to use or to copy. What has changed since becomes the next number; what was given stays, for inspections name it.
-- incoming: document (the whole file: code, title_zh, title_en, kinds, source, items).
set local jit = off;

drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

create or replace function pg_temp.json(text) returns jsonb language plpgsql immutable strict as $$
begin
    return $1::jsonb;
exception when others then
    return null;
end $$;

drop table if exists pg_temp.sheets;
create temporary table sheets on commit drop as
select i.line, k.sheet
from incoming i
cross join lateral (select pg_temp.json(i.document) as sheet offset 0) k;

insert into problems
select s.line, '', 'not_json', '不是有效的 JSON 对象', 'is not a JSON object'
from sheets s
where jsonb_typeof(s.sheet) is distinct from 'object';

insert into problems
select s.line, c.name, 'required', '必填', 'is required'
from sheets s
cross join unnest('{code,title_zh,title_en,kinds,source,items}'::text[]) c (name)
where not exists (select from problems) and s.sheet -> c.name is null;

insert into problems
select s.line, f.pointer, f.code, f.zh, f.en
from sheets s
cross join lateral inspection_sheet_findings(s.sheet -> 'items') f
where not exists (select from problems);

insert into inspection_sheets (district_code, code, number, title_zh, title_en, kinds, items, source, state)
select '*', s.sheet ->> 'code', coalesce(l.number, 0) + 1, s.sheet ->> 'title_zh', s.sheet ->> 'title_en', array(select jsonb_array_elements_text(s.sheet -> 'kinds')), s.sheet -> 'items',
    s.sheet ->> 'source', 'given'
from sheets s
left join lateral (select i.* from inspection_sheets i where i.district_code = '*' and i.code = s.sheet ->> 'code' order by i.number desc limit 1) l on true
where not exists (select from problems)
  and (l.title_zh, l.title_en, to_jsonb(l.kinds), l.items, l.source)
      is distinct from (s.sheet ->> 'title_zh', s.sheet ->> 'title_en', s.sheet -> 'kinds', s.sheet -> 'items', s.sheet ->> 'source');

select line, "column", code, zh, en from problems order by line, "column";
