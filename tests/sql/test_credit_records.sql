\ir begin.sql
\ir fixture.sql
-- What counts is kept twice over: the days for which it counts, and the times from when to when that was known.
select plan(24);
insert into credit_rulebooks (district_code, id, code, number, title_zh, title_en, state, document, effective_from, source) values
    ('990101', '00000000-0000-7000-8000-00000000b001', 'test', 1, '试验', 'Test', 'published', '{"counts_from": "occurred", "default_validity_months": 12,
      "days": {"kind": "calendar", "publicity": 5, "objection": 3, "decision": 10, "rectify": 7}, "repair": [{"severity": "serious", "min_months": 12, "max_months": 36}],
      "items": [{"code": "a", "category": "bad", "subject": "project", "points_kind": "fixed", "points": "5", "severity": "general",
                 "propagates_to": [{"subject": "firm", "ratio": "0.3"}, {"subject": "person", "ratio": "1"}]}]}', '2020-01-01', 'test');
insert into staff (district_code, id, firm_id, name) values ('990101', '00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000f2', '甲'),
    ('990101', '00000000-0000-7000-8000-0000000000a2', '00000000-0000-7000-8000-0000000000f2', '乙');
insert into person_roles (district_code, staff_id, firm_id, estate_id, role, valid_from, valid_to) values
    ('990101', '00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000f2', '00000000-0000-7000-8000-0000000000e1', 'project_manager', '2025-01-01', '2026-03-01'),
    ('990101', '00000000-0000-7000-8000-0000000000a2', '00000000-0000-7000-8000-0000000000f2', '00000000-0000-7000-8000-0000000000e1', 'project_manager', '2026-03-01', null);
insert into credit_records (district_code, id, rulebook_id, item_code, category, severity, subject_kind, subject_id, firm_id, estate_id, occurred_on, points, reference_points, assessor, source, fact_key, facts,
        state, proposed_role, proposed_at, confirmed_at, updated_at)
    select '990101', ('00000000-0000-7000-8000-00000000c00' || n)::uuid, '00000000-0000-7000-8000-00000000b001', 'a', 'bad', 'general', 'project', '00000000-0000-7000-8000-0000000000e1',
        '00000000-0000-7000-8000-0000000000f2', '00000000-0000-7000-8000-0000000000e1', '2026-02-10', 5, 5, 'district', 'inspection', 'f' || n, '事实', 'confirmed', 'street', now(), now(), '2026-05-01'
    from generate_series(1, 4) n;
select set_config('wuye.district', '990101', false) as district, set_config('wuye.user', '00000000-0000-7000-8000-0000000000d1', false) as person into temporary table quietly;

-- A fact of February that is told of in May: known to count for February only from the end of publicity on.
select is((select problem from credit_record_move('00000000-0000-7000-8000-00000000c001', 'notify', 'district', 'x', '2026-05-04 09:00+08')), null, 'told in May');
create temporary view known as select c.record_id, c.subject_kind, c.subject_id, c.points, c.valid, c.known from credit_counts c where c.district_code = '990101';
create function pg_temp.counted(record text, on_day date, at timestamptz) returns bigint language sql as
    $$ select count(*) from known where record_id = ('00000000-0000-7000-8000-00000000c00' || record)::uuid and valid @> on_day and known @> at $$;
select is((select count(*) from known), 3::bigint, 'the project, its manager of that day and the firm');
select is((select points from known where subject_kind = 'firm'), 1.5, 'the firm by its ratio');
select is((select subject_id::text from known where subject_kind = 'person'), '00000000-0000-7000-8000-0000000000a1', 'who was its manager on the day of the fact (D20)');
select is(pg_temp.counted('1', '2026-03-15', '2026-05-09 23:59:59+08'), 0::bigint, 'as it was known on the last day of publicity March had nothing');
select is(pg_temp.counted('1', '2026-03-15', '2026-05-10 00:00+08'), 3::bigint, 'as we know now it had');
select is(pg_temp.counted('1', '2027-02-10', '2030-01-01'), 3::bigint, 'the last day counts (届满包括本数)');
select is(pg_temp.counted('1', '2027-02-11', '2030-01-01'), 0::bigint, 'the next does not');
select is(credit_state('notified', '2026-05-05', '2026-05-09', '2027-02-10', '2026-05-09'), 'publicity', 'the state goes by the same day');
select is(credit_state('notified', '2026-05-05', '2026-05-09', '2027-02-10', '2026-05-10'), 'effective', 'and the next');

-- An objection in publicity: never known. Upheld: from the decision on.
select is((select problem from credit_record_move('00000000-0000-7000-8000-00000000c002', 'notify', 'district', 'x', '2026-05-04 09:00+08')), null, 'another');
select is((select problem from credit_record_move('00000000-0000-7000-8000-00000000c002', 'object', 'company', 'x', '2026-05-06 09:00+08', '不属实')), null, 'is objected to');
select is((select decision_due from credit_records where id = '00000000-0000-7000-8000-00000000c002'), '2026-05-16'::date, 'to be decided by then');
select is((select count(*) from known where record_id = '00000000-0000-7000-8000-00000000c002' and not isempty(known)), 0::bigint, 'what was to be known never is');
do $$ begin perform set_config('wuye.user', '00000000-0000-7000-8000-0000000000d2', false); end $$;
select is((select problem from credit_record_move('00000000-0000-7000-8000-00000000c002', 'uphold', 'district', 'y', '2026-05-20 09:00+08', '维持')), null, 'upheld');
select is(array[pg_temp.counted('2', '2026-03-15', '2026-05-20 08:59+08'), pg_temp.counted('2', '2026-03-15', '2026-05-20 09:00+08')], array[0, 3]::bigint[], 'known from the decision on');

-- Revoked: known never to have counted, though it was known otherwise once.
select is((select problem from credit_record_move('00000000-0000-7000-8000-00000000c002', 'revoke', 'district', 'y', '2026-06-01 09:00+08', '有误')), null, 'revoked');
select is(array[pg_temp.counted('2', '2026-03-15', '2026-05-31 09:00+08'), pg_temp.counted('2', '2026-03-15', '2026-06-01 09:00+08')], array[3, 0]::bigint[], 'each as it was known');

-- Repaired: it counted up to that day.
update credit_records set state = 'repair_applied' where id = '00000000-0000-7000-8000-00000000c001';
select is((select problem from credit_record_move('00000000-0000-7000-8000-00000000c001', 'accept_repair', 'district', 'y', '2026-08-01 09:00+08')), null, 'repaired in August');
select is(array[pg_temp.counted('1', '2026-07-31', '2026-09-01'), pg_temp.counted('1', '2026-08-01', '2026-09-01'), pg_temp.counted('1', '2026-08-01', '2026-07-31')], array[3, 0, 3]::bigint[],
    'up to the day of the repair; before it was known it counted longer');

select is((credit_points('{"points_kind": "measured", "low": "0", "high": "30", "unit_points": "0.5"}', null, 90, null)).points, 30.0000, 'what is measured stays within its bounds');
select is(credit_valid_to('{"default_validity_months": 12, "repair": [{"severity": "serious", "max_months": 36}]}', '{"category": "bad", "severity": "serious", "until_rectified": true}', '2026-02-28'),
    '2029-02-28'::date, 'until it is mended, but no longer than the longest time of its severity');
select is(credit_valid_to('{"default_validity_months": 1}', '{"category": "bad"}', '2026-01-31'), '2026-02-28'::date, 'a month has the days that it has');
select is(array(select r::text from unnest(array['district', 'street', 'community', 'company', 'hotline', 'platform', 'public']) r
                where has_function_privilege('wuye_' || r, 'credit_uncount(uuid, timestamptz)', 'execute')), '{district,company}', 'what runs as the owner and ends what counts is for whose steps end it');
select * from finish();
rollback;
