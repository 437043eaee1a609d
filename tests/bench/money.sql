-- One district's subsidies: so many streets, old estates and firms, a published scheme, and confirmed assessments of so many months for each estate and its firm. Run as a superuser:
--   psql -v district=370481 -v streets=100 -v estates=30000 -v firms=1000 -v months=3 -f money.sql
-- Streets and communities are synthetic (700 and up), for no district has a hundred. A firm has estates all over the district, as many as the others: nearly as many payments as there can be. One estate of ten changed
-- its mode in the year before; one of ten was changed after the months that are paid for, so that what it was then is in estates_past.
\set d '\'' :district '\''
set role wuye_owner;
set timezone = 'Asia/Shanghai';
create or replace function pg_temp.pick(n bigint, purpose integer, modulus integer) returns integer language sql immutable parallel safe as $$
    select ((hashint8extended(n, purpose) & 9223372036854775807) % modulus)::integer $$;

insert into districts (district_code) values (:d) on conflict do nothing;
insert into divisions (code, parent_code, level, name, kind)
select :d || 700 + s, :d, 4, '试验街道' || s, 'street' from generate_series(0, :streets - 1) s
on conflict do nothing;
insert into divisions (code, parent_code, level, name, kind)
select :d || 700 + s || '00' || c, :d || 700 + s, 5, '试验社区居委会' || s || '之' || c, 'residents_committee' from generate_series(0, :streets - 1) s cross join generate_series(1, 5) c
on conflict do nothing;
insert into division_jurisdictions (district_code, code, street_code, community_code, effective_from)
select :d, coalesce(c.code, s.code), s.code, c.code, '2020-01-01'
from divisions s
join lateral (select null as code union all select v.code from divisions v where v.parent_code = s.code) c on true
where s.parent_code = :d and s.code between :d || 700 and :d || 799
on conflict do nothing;

insert into firms (district_code, id, uscc, uscc_override_reason, uscc_override_by, uscc_override_at, name, locality)
select :d, md5(:d || 'firm' || n)::uuid, '91' || :d || 'MD' || lpad(n::text, 8, '0'), 'synthetic', 'bench', now(), '补贴物业服务有限公司' || n, 'in_district'
from generate_series(1, :firms) n
on conflict do nothing;
insert into estates (district_code, id, code, name, street_code, community_code, area_m2, building_type, new_or_old)
select :d, md5(:d || 'estate' || n)::uuid, 'M' || lpad(n::text, 6, '0'), '补贴花园' || n, :d || 700 + n % :streets, :d || 700 + n % :streets || '00' || pg_temp.pick(n, 2, 5) + 1,
       5000 + pg_temp.pick(n, 1, 10000000) / 100.0, 'multi', 'old'
from generate_series(1, :estates) n
on conflict do nothing;
insert into estate_modes (district_code, estate_id, mode, valid_from, valid_to)
select :d, md5(:d || 'estate' || n)::uuid, m.mode, m.since, m.until
from generate_series(1, :estates) n
cross join lateral (values ((array['basic_cleaning', 'quasi'])[pg_temp.pick(n, 3, 2) + 1], case when n % 10 = 0 then date '2025-01-01' else '2020-01-01' end, null::date),
                           ('self', '2020-01-01', case when n % 10 = 0 then date '2025-01-01' end)) m (mode, since, until)
where m.mode <> 'self' or m.until is not null
on conflict do nothing;
insert into contracts (district_code, id, firm_id, registration_no, kind, award_method, service_start, state)
select :d, md5(:d || 'contract' || n)::uuid, md5(:d || 'firm' || (pg_temp.pick(n, 4, :firms) + 1))::uuid, 'M' || n, 'regular', 'agreement', '2020-01-01', 'active'
from generate_series(1, :estates) n
on conflict do nothing;
insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force)
select c.district_code, c.id, md5(:d || 'estate' || substr(c.registration_no, 2))::uuid, c.kind, c.service_period, c.in_force
from contracts c
where c.district_code = :d and c.registration_no ~ '^M[0-9]+$'
on conflict do nothing;
with changed as (
    update estates set known_from = now(), version = 2, area_m2 = area_m2 + 1
    where district_code = :d and version = 1 and substr(code, 7) = '0'
    returning *
)
insert into estates_past (district_code, id, code, name, street_code, community_code, area_m2, households, building_type, old_kind, new_or_old, is_key, party_org,
                          version, created_at, updated_at, known_from, known_to)
select district_code, id, code, name, street_code, community_code, area_m2 - 1, households, building_type, old_kind, new_or_old, is_key, party_org,
       1, created_at, updated_at, '-infinity', known_from
from changed;

insert into subsidy_schemes (district_code, id, code, number, title_zh, title_en, state, document, effective_from, effective_to, planned_to, source)
select :d, md5(:d || 'scheme')::uuid, 'bench', 1, '基准', 'Bench', 'published', jsonb_build_object(
    'classes', jsonb_build_array(
        '{"code": "class_1", "title_zh": "一类", "title_en": "Class 1", "modes": ["basic_cleaning"], "new_or_old": ["old"], "guide_fee": "0.30", "area_m2": null}'::jsonb,
        '{"code": "class_2", "title_zh": "二类", "title_en": "Class 2", "modes": ["quasi"], "new_or_old": ["old"], "guide_fee": "0.50", "area_m2": null}'::jsonb),
    'years', jsonb_build_array(jsonb_build_object('index', 1, 'from', to_char(date_trunc('year', now()) - interval '1 year', 'YYYY-MM'), 'months', 24, 'rates', '{"class_1": "0.10", "class_2": "0.20"}'::jsonb)),
    'coefficients', '{"bands": [{"low": "90", "coefficient": "1.0000"}, {"low": "60", "high": "90", "coefficient": "0.8000"}, {"high": "60", "coefficient": "0.5000"}], "missing": null}'::jsonb,
    'remainder', 'returned', 'purposes', '["daily_upkeep"]'::jsonb, 'payable_to_unmanaged', false),
    date_trunc('year', now()) - interval '1 year', date_trunc('year', now()) + interval '1 year', date_trunc('year', now()) + interval '1 year', 'bench'
on conflict do nothing;
insert into evaluations (district_code, id, kind, assessor, subject_kind, subject_id, firm_id, estate_id, street_code, community_code, period_from, period_to, score, score_max, state,
                         submitted_at, confirmed_at, updated_at)
select :d, md5(:d || e.id || m)::uuid, 'monthly', 'street', 'project', e.id, md5(:d || 'firm' || (pg_temp.pick(substr(e.code, 2)::integer, 4, :firms) + 1))::uuid, e.id, e.street_code, e.community_code,
       k.first, (k.first + interval '1 month' - interval '1 day')::date, 50 + pg_temp.pick(substr(e.code, 2)::bigint * 100 + m, 5, 5001) / 100.0, 100, 'confirmed', now(), now(), now()
from estates e
cross join generate_series(1, :months) m
cross join lateral (select (date_trunc('month', now()) - make_interval(months => m))::date as first) k
where e.district_code = :d and e.code ~ '^M[0-9]{6}$'
on conflict do nothing;

insert into users (district_code, id, name, role) select :d, md5(:d || n)::uuid, 'bench.' || n, 'district' from unnest(array['clerk', 'officer']) n on conflict do nothing;
insert into users (district_code, id, name, role, street_code)
select :d, md5(s.code || n)::uuid, 'bench.' || n || '.' || s.code, 'street', s.code
from unnest(array['assessor', 'payer']) n cross join divisions s
where s.parent_code = :d and s.code between :d || 700 and :d || 799
on conflict do nothing;
insert into users (district_code, id, name, role, firm_id) select :d, md5(:d || 'company')::uuid, 'bench.company', 'company', md5(:d || 'firm1')::uuid on conflict do nothing;
reset role;
vacuum analyze firms, estates, estates_past, estate_modes, contracts, contract_estates, evaluations, users;
