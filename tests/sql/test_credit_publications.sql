\ir begin.sql
\ir fixture.sql
select plan(21);
-- What is frozen is nobody's to change: not a row of a snapshot or a published list, and of a publication only that it is withdrawn.
select is(array(select t || ' ' || r || ' ' || p from unnest(array['credit_snapshots', 'credit_published_entries']) t cross join unnest(array['district', 'street', 'community', 'company', 'hotline', 'platform', 'public', 'auth', 'worker']) r
    cross join unnest(array['update', 'delete', 'truncate']) p where has_table_privilege('wuye_' || r, t, p) or p = 'update' and has_any_column_privilege('wuye_' || r, t, p)), '{}', 'nobody changes what was frozen');
select is(array(select a.attname::text from pg_attribute a where a.attrelid = 'credit_publications'::regclass and a.attnum > 0 and has_column_privilege('wuye_district', a.attrelid, a.attnum, 'update') order by 1),
    '{updated_at,version,withdrawn_at,withdrawn_reason}', 'a publication is withdrawn and nothing else');
select is(array(select t || ' ' || r from unnest(array['credit_publications', 'credit_list_entries', 'credit_disclosures']) t cross join unnest(array['district', 'street', 'community', 'company', 'hotline', 'platform', 'public', 'worker']) r
    where has_table_privilege('wuye_' || r, t, 'delete')), '{}', 'nothing vanishes');

-- A rulebook of the first district, and what counts for its first firm.
insert into credit_rulebooks (district_code, id, code, number, title_zh, title_en, state, document, effective_from, source) values
    ('990101', '00000000-0000-7000-8000-0000000000b1', 'test', 1, '试验', 'Test', 'published', '{"score": {"base": "60", "rounding": 2}, "cycle": "real_time", "participation": "assumed",
      "grades": [{"grade": "A", "condition": "normal", "low": "60"}, {"grade": "C", "condition": "normal"}], "items": [], "groups": [], "effects": [{"grade": "C", "effect": "blacklist"}], "assessor_weights": []}', '2020-01-01', 'test');
create function pg_temp.counted(number integer, points numeric) returns void language sql as $$
    insert into credit_records (district_code, id, rulebook_id, item_code, category, subject_kind, subject_id, firm_id, occurred_on, points, assessor, source, fact_key, facts, state,
                                proposed_role, proposed_at, valid_from, updated_at)
    values ('990101', ('00000000-0000-7000-8000-0000000000d' || number)::uuid, '00000000-0000-7000-8000-0000000000b1', 'bad', 'bad', 'firm', '00000000-0000-7000-8000-0000000000f1',
            '00000000-0000-7000-8000-0000000000f1', current_date, points, 'district', 'patrol', 'f' || number, '事实', 'effective', 'street', now(), current_date, now());
    insert into credit_counts (district_code, record_id, subject_kind, subject_id, firm_id, item_code, category, points, assessor, fact_key, veto, valid, known)
    values ('990101', ('00000000-0000-7000-8000-0000000000d' || number)::uuid, 'firm', '00000000-0000-7000-8000-0000000000f1', '00000000-0000-7000-8000-0000000000f1', 'bad', 'bad', points,
            'district', 'f' || number, false, daterange(current_date, null), '[2000-01-01,)');
$$;
select pg_temp.counted(1, 10) \g /dev/null
\set publish 'select * from credit_publish(:''new_id''::uuid, :''kind'', ''firm'', ''标题'', ''依据'', current_date, now(), current_date)'
\set grades `cat sql/queries/credit_publications/listCreditPublicationGrades.sql`
\set one '{"id":"00000000-0000-7000-8000-00000000c001"}'
select is((select a ->> 'problem' from pg_temp.answers('district', :'district', :'publish', '{"new_id":"00000000-0000-7000-8000-00000000c001","kind":"grades"}') a), null, 'grades are published');
create temporary table before as select s.* from credit_snapshots s where s.publication_id = '00000000-0000-7000-8000-00000000c001';
select is((select count(*) from before), 2::bigint, 'of all firms of the district, and of no other');
select is((select p.hash from credit_publications p where p.id = '00000000-0000-7000-8000-00000000c001'),
    (select encode(sha256(convert_to(string_agg(b.subject_id || E'\t' || b.inputs_hash || E'\t' || b.total || E'\t' || b.grade || E'\n', '' order by b.subject_id), 'UTF8')), 'hex') from before b), 'its hash is that of its rows');
select pg_temp.counted(2, 30) \g /dev/null
update firms set name = '改名' where id = '00000000-0000-7000-8000-0000000000f1';
select set_eq('select s.* from credit_snapshots s where s.publication_id = ''00000000-0000-7000-8000-00000000c001''', 'select * from before', 'what is recorded later leaves it as it was');
select is((select a ->> 'grade' from pg_temp.answers('public', '{}', :'grades', :'one', '{sort=name}') a where a ->> 'subject_id' = '00000000-0000-7000-8000-0000000000f1'), 'C', 'everybody reads the grade');
select is(array(select r || ' ' || count(*) || ' ' || count(a ->> 'total') from (values ('district', :'district'), ('street', :'street'), ('community', :'community'), ('company', :'company'), ('company', :'other_company'),
    ('platform', :'platform'), ('hotline', :'hotline'), ('public', '{}')) v (r, s) cross join lateral pg_temp.answers(r, s::jsonb, :'grades', :'one', '{sort=name}') a group by r, s order by r, s),
    '{"community 2 2","company 2 1","company 2 1","district 2 2","hotline 2 0","platform 2 2","public 2 0","street 2 2"}', 'the score only authorities, and a firm its own');
select throws_ok($q$select * from pg_temp.answers('district', '{"district":"990102"}', $s$select must_exist(exists (select from credit_publications where id = '00000000-0000-7000-8000-00000000c001'))$s$)$q$, 'WU001', 'not_found', 'another district has no such publication');
select is((select count(*) from pg_temp.answers('public', '{}', 'select id from credit_snapshots')), 0::bigint, 'the public reads no snapshot itself');
select is((select count(*) from pg_temp.answers('company', :'other_company', 'select id from credit_snapshots')), 1::bigint, 'a firm none but its own');
select throws_ok($q$select * from pg_temp.answers('district', '{"district":"990101"}', 'update credit_snapshots set grade = ''AAA'' returning id')$q$, '42501', null, 'the district cannot change one');
select throws_ok($q$insert into credit_snapshots select '990101', gen_random_uuid(), 'firm' from generate_series(1, 1)$q$, '23502', null, 'nor is half a row one');

-- Lists.
insert into credit_list_entries (district_code, id, list, subject_kind, subject_id, firm_id, name, basis, state, valid_from, proposed_at, updated_at) values
    ('990101', '00000000-0000-7000-8000-00000000e001', 'black', 'firm', '00000000-0000-7000-8000-0000000000f1', '00000000-0000-7000-8000-0000000000f1', '甲一物业', '失信', 'listed', current_date - 1, now(), now()),
    ('990101', '00000000-0000-7000-8000-00000000e002', 'black', 'person', '00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000f1', '某人', '失信', 'listed', current_date - 1, now(), now()),
    ('990101', '00000000-0000-7000-8000-00000000e003', 'black', 'firm', '00000000-0000-7000-8000-0000000000f2', '00000000-0000-7000-8000-0000000000f2', '甲二物业', '失信', 'proposed', null, now(), now());
select is(array(select r || ' ' || count(a) from (values ('district', :'district'), ('street', :'street'), ('community', :'community'), ('company', :'company'), ('platform', :'platform'), ('hotline', :'hotline'),
    ('public', '{}'), ('company', :'other_company')) v (r, s) left join lateral pg_temp.answers(r, s::jsonb, 'select id from credit_list_entries') a on true group by r, s order by r, count(a)),
    '{"community 2","company 1","company 2","district 3","hotline 1","platform 1","public 1","street 3"}', 'people''s entries and proposals are not public');
select is((select a ->> 'problem' from pg_temp.answers('district', :'district', :'publish', '{"new_id":"00000000-0000-7000-8000-00000000c002","kind":"black"}') a), null, 'a list is published');
select is(array(select e.name from credit_published_entries e where e.publication_id = '00000000-0000-7000-8000-00000000c002'), '{甲一物业}', 'with firms alone');
select throws_ok($q$insert into credit_published_entries (district_code, publication_id, entry_id, subject_kind, subject_id, name, basis, valid_from)
    values ('990101', '00000000-0000-7000-8000-00000000c002', '00000000-0000-7000-8000-00000000e002', 'person', gen_random_uuid(), '某人', '失信', current_date)$q$, '23514', null, 'a person cannot be in it');
select throws_ok($q$insert into credit_disclosures (district_code, id, entry_id, subject_kind, subject_id, name, created_at, updated_at)
    values ('990101', gen_random_uuid(), '00000000-0000-7000-8000-00000000e002', 'person', gen_random_uuid(), '某人', now(), now())$q$, '23514', null, 'nor be sent');
update credit_publications set withdrawn_at = now(), withdrawn_reason = '有误' where id = '00000000-0000-7000-8000-00000000c002';
select is(array(select r || ' ' || count(a) from (values ('district', :'district'), ('company', :'company'), ('hotline', :'hotline'), ('platform', :'platform'), ('public', '{}')) v (r, s)
    left join lateral pg_temp.answers(r, s::jsonb, 'select id from credit_published_entries') a on true group by r order by r), '{"company 0","district 1","hotline 0","platform 1","public 0"}', 'what is withdrawn is gone for the public');
select is((select count(*) from credit_published_entries), 1::bigint, 'and not lost');
select * from finish();
rollback;
