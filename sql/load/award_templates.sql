-- Rounds of awards as they are given, for districts to start from: quotas and categories, without days. A changed one takes the place of the one before; rounds that were made from it keep
-- what they have.
-- incoming: document (the whole file: code, title_zh, title_en, basis, document).
set local jit = off;

drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

insert into problems
select i.line, c.name, 'required', '必填', 'is required'
from incoming i
cross join unnest('{code,title_zh,title_en,basis,document}'::text[]) c (name)
where not exists (select from problems) and i.document -> c.name is null;

insert into problems
select i.line, 'document', 'award_document_misfit', '奖项与名额不匹配', 'its categories and quotas do not fit together'
from incoming i
where not exists (select from problems) and award_document_fault(i.document -> 'document') is not null;

insert into award_rounds (district_code, code, title_zh, title_en, basis, document, state)
select '*', i.document ->> 'code', i.document ->> 'title_zh', i.document ->> 'title_en', i.document ->> 'basis', i.document -> 'document', 'given'
from incoming i
where not exists (select from problems)
on conflict (district_code, code) where state = 'given' do update set title_zh = excluded.title_zh, title_en = excluded.title_en, basis = excluded.basis, document = excluded.document,
    version = award_rounds.version + 1, updated_at = excluded.updated_at
where (award_rounds.title_zh, award_rounds.title_en, award_rounds.basis, award_rounds.document) is distinct from (excluded.title_zh, excluded.title_en, excluded.basis, excluded.document);

select line, "column", code, zh, en from problems order by line, "column";
