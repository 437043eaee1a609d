-- One district's credit: so many active firms, so many records, twenty for each firm, with what each comes to; of ten records one was amended and one revoked.
-- psql -v district=370402 -v firms=5000 -v records=100000 -f credit.sql
\set d '\'' :district '\''
set role wuye_owner;
set timezone = 'Asia/Shanghai';
create or replace function pg_temp.pick(n bigint, purpose integer, modulus integer) returns integer language sql immutable parallel safe as $$
    select ((hashint8extended(n, purpose) & 9223372036854775807) % modulus)::integer $$;

insert into districts (district_code) values (:d) on conflict do nothing;
insert into firms (district_code, id, uscc, uscc_override_reason, uscc_override_by, uscc_override_at, name, locality)
select :d, md5(:d || 'firm' || n)::uuid, '91' || :d || 'MC' || lpad(n::text, 8, '0'), 'synthetic', 'bench', now(), '物业服务有限公司' || n, 'in_district'
from generate_series(1, :firms) n
on conflict do nothing;

-- 60 items: of each category twenty, with caps, three groups, tiers that nobody reads here but everybody has to get past.
insert into credit_rulebooks (district_code, id, code, number, title_zh, title_en, state, effective_from, source, document)
select :d, md5(:d || 'book')::uuid, 'bench', 1, '基准', 'Bench', 'published', '2015-01-01', 'bench', jsonb_build_object(
    'score', '{"base": "60", "basic_cap": "80", "good_cap": "40", "bad_cap": null, "total_min": null, "total_max": null, "rounding": 2}'::jsonb,
    'cycle', 'rolling_12_months', 'participation', 'assumed',
    'groups', '[{"code": "sum", "rule": "sum", "cap": "30"}, {"code": "best", "rule": "max_only", "cap": null}, {"code": "fact", "rule": "max_per_fact", "cap": "12"}]'::jsonb,
    'items', (select jsonb_agg(jsonb_build_object('code', c || '.' || n, 'category', c, 'subject', 'firm', 'title_zh', '第' || n || '项：企业在经营活动中的有关情况', 'title_en', 'Item ' || n,
                                                  'points_kind', 'tier', 'tiers', '[{"level": "national", "points": "20"}, {"level": "city", "points": "10"}]'::jsonb,
                                                  'item_cap', case when n % 3 = 0 then '6' end, 'group', (array['sum', 'best', 'fact', null])[n % 4 + 1]))
              from unnest(array['basic', 'good', 'bad']) c cross join generate_series(1, 20) n),
    'grades', '[{"grade": "D", "condition": "veto"}, {"grade": "AAA", "condition": "normal", "low": "85"}, {"grade": "AA", "condition": "normal", "low": "80", "high": "85"},
                {"grade": "A", "condition": "normal", "low": "70", "high": "80"}, {"grade": "B", "condition": "normal", "low": "60", "high": "70"},
                {"grade": "B", "condition": "normal", "high": "60", "requires_bad": false}, {"grade": "C", "condition": "normal", "high": "60", "requires_bad": true}]'::jsonb,
    'effects', '[]'::jsonb, 'assessor_weights', '[{"assessor": "street", "weight": "0.35"}, {"assessor": "community", "weight": "0.25"}]'::jsonb)
on conflict do nothing;

create temporary table made as
select n, md5(:d || 'record' || n)::uuid as id, md5(:d || 'firm' || (n % :firms + 1))::uuid as firm, c.category, c.category || '.' || (pg_temp.pick(n, 1, 20) + 1) as item,
       (10 + pg_temp.pick(n, 2, 500)) / 100.0 as points, (array['district', 'street', 'community'])[pg_temp.pick(n, 3, 3) + 1] as assessor, 'fact ' || pg_temp.pick(n, 4, 3) as fact,
       current_date - pg_temp.pick(n, 5, 330) as since, pg_temp.pick(n, 6, 10) as fate
from generate_series(1, :records) n
cross join lateral (select (array['basic', 'good', 'bad'])[pg_temp.pick(n, 7, 3) + 1]) c (category);

insert into credit_records (district_code, id, rulebook_id, item_code, category, subject_kind, subject_id, firm_id, occurred_on, points, assessor, source, fact_key, facts, state,
                            proposed_role, proposed_at, valid_from, updated_at)
select :d, m.id, md5(:d || 'book')::uuid, m.item, m.category, 'firm', m.firm, m.firm, m.since, m.points, m.assessor, 'patrol', m.id::text, '事实', case when m.fate = 1 then 'revoked' else 'effective' end,
       'street', m.since, m.since, m.since
from made m
on conflict do nothing;
insert into credit_counts (district_code, record_id, subject_kind, subject_id, firm_id, item_code, category, points, assessor, fact_key, veto, valid, known)
select :d, m.id, 'firm', m.firm, m.firm, m.item, m.category, m.points * k.part, m.assessor, m.fact, m.n % 2000 = 0, daterange(m.since, m.since + 365), k.known
from made m
cross join lateral (values (1.0, tstzrange(m.since::timestamptz, case when m.fate < 2 then now() - interval '1 hour' end)),
                           (0.5, case when m.fate = 0 then tstzrange(now() - interval '1 hour', null) end)) k (part, known)
where k.known is not null and not isempty(k.known);
