-- Plans of campaigns as documents state them, for districts to start from. A changed one takes the place of the one before; campaigns that were started from it keep what they have.
-- incoming: document (the whole file: code, title_zh, title_en, basis, document).
set local jit = off;

drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

create or replace function pg_temp.json(text) returns jsonb language plpgsql immutable strict as $$
begin
    return $1::jsonb;
exception when others then
    return null;
end $$;

drop table if exists pg_temp.plans;
create temporary table plans on commit drop as
select i.line, k.plan
from incoming i
cross join lateral (select pg_temp.json(i.document) as plan offset 0) k;

insert into problems
select p.line, '', 'not_json', '不是有效的 JSON 对象', 'is not a JSON object'
from plans p
where jsonb_typeof(p.plan) is distinct from 'object';

insert into problems
select p.line, c.name, 'required', '必填', 'is required'
from plans p
cross join unnest('{code,title_zh,title_en,basis,document}'::text[]) c (name)
where not exists (select from problems) and p.plan -> c.name is null;

insert into problems
select p.line, 'document', 'not_json', '内容不是行动方案', 'is not a plan'
from plans p
where not exists (select from problems) and (jsonb_typeof(p.plan -> 'document') <> 'object' or exists (
    select from unnest('{phases,deliverables,events,ledgers,estates}'::text[]) l (name) where jsonb_typeof(p.plan -> 'document' -> l.name) is distinct from 'array'));

-- In a leap year, in which every day of a plan is one.
insert into problems
select p.line, 'document', campaign_plan_fault(p.plan -> 'document', 2024), '方案内容自相矛盾', 'contradicts itself'
from plans p
where not exists (select from problems) and campaign_plan_fault(p.plan -> 'document', 2024) is not null;

insert into campaign_templates (code, title_zh, title_en, basis, document)
select p.plan ->> 'code', p.plan ->> 'title_zh', p.plan ->> 'title_en', p.plan ->> 'basis', p.plan -> 'document'
from plans p
where not exists (select from problems)
on conflict (code) do update set title_zh = excluded.title_zh, title_en = excluded.title_en, basis = excluded.basis, document = excluded.document,
    version = campaign_templates.version + 1, updated_at = excluded.updated_at
where (campaign_templates.title_zh, campaign_templates.title_en, campaign_templates.basis, campaign_templates.document)
    is distinct from (excluded.title_zh, excluded.title_en, excluded.basis, excluded.document);

select line, "column", code, zh, en from problems order by line, "column";
