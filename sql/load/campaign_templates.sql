-- Plans of campaigns as documents state them, for districts to start from. A changed one takes the place of the one before; campaigns that were started from it keep what they have.
-- incoming: document (the whole file: code, title_zh, title_en, basis, document).
set local jit = off;

drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

insert into problems
select p.line, c.name, 'required', '必填', 'is required'
from incoming p
cross join unnest('{code,title_zh,title_en,basis,document}'::text[]) c (name)
where not exists (select from problems) and p.document -> c.name is null;

insert into problems
select p.line, 'document', 'not_json', '内容不是行动方案', 'is not a plan'
from incoming p
where not exists (select from problems) and (jsonb_typeof(p.document -> 'document') <> 'object' or exists (
    select from unnest('{phases,deliverables,events,ledgers,estates}'::text[]) l (name) where jsonb_typeof(p.document -> 'document' -> l.name) is distinct from 'array'));

-- In a leap year, in which every day of a plan is one.
insert into problems
select p.line, 'document', campaign_plan_fault(p.document -> 'document', 2024), '方案内容自相矛盾', 'contradicts itself'
from incoming p
where not exists (select from problems) and campaign_plan_fault(p.document -> 'document', 2024) is not null;

insert into campaign_templates (code, title_zh, title_en, basis, document)
select p.document ->> 'code', p.document ->> 'title_zh', p.document ->> 'title_en', p.document ->> 'basis', p.document -> 'document'
from incoming p
where not exists (select from problems)
on conflict (code) do update set title_zh = excluded.title_zh, title_en = excluded.title_en, basis = excluded.basis, document = excluded.document,
    version = campaign_templates.version + 1, updated_at = excluded.updated_at
where (campaign_templates.title_zh, campaign_templates.title_en, campaign_templates.basis, campaign_templates.document)
    is distinct from (excluded.title_zh, excluded.title_en, excluded.basis, excluded.document);

select line, "column", code, zh, en from problems order by line, "column";
