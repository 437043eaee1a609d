-- Rounds of awards as they are given, for districts to start from: quotas and categories, without days. A changed one takes the place of the one before; rounds that were made from it keep
-- what they have.
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

drop table if exists pg_temp.rounds;
create temporary table rounds on commit drop as
select i.line, k.round
from incoming i
cross join lateral (select pg_temp.json(i.document) as round offset 0) k;

insert into problems
select r.line, '', 'not_json', '不是有效的 JSON 对象', 'is not a JSON object'
from rounds r
where jsonb_typeof(r.round) is distinct from 'object';

insert into problems
select r.line, c.name, 'required', '必填', 'is required'
from rounds r
cross join unnest('{code,title_zh,title_en,basis,document}'::text[]) c (name)
where not exists (select from problems) and r.round -> c.name is null;

insert into problems
select r.line, 'document', 'award_document_misfit', '奖项与名额不匹配', 'its categories and quotas do not fit together'
from rounds r
where not exists (select from problems) and award_document_fault(r.round -> 'document') is not null;

insert into award_rounds (district_code, code, title_zh, title_en, basis, document, state)
select '*', r.round ->> 'code', r.round ->> 'title_zh', r.round ->> 'title_en', r.round ->> 'basis', r.round -> 'document', 'given'
from rounds r
where not exists (select from problems)
on conflict (code) where state = 'given' do update set title_zh = excluded.title_zh, title_en = excluded.title_en, basis = excluded.basis, document = excluded.document,
    version = award_rounds.version + 1, updated_at = excluded.updated_at
where (award_rounds.title_zh, award_rounds.title_en, award_rounds.basis, award_rounds.document) is distinct from (excluded.title_zh, excluded.title_en, excluded.basis, excluded.document);

select line, "column", code, zh, en from problems order by line, "column";
