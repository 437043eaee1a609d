\ir begin.sql
select plan(45);

-- A month far ahead.
insert into audit_log (district_code, at, role, operation) values ('990101', '2031-05-01 00:00+08', 'district', 'first'), ('990101', '2031-04-30 23:59:59+08', 'district', 'before');
select lives_ok($$select partition_make('audit_log', '2031-05-01')$$, 'a month is made although a row of it came before');
select is(array(select operation from audit_log_2031_05), '{first}', 'which moves into it; the day begins in Shanghai');
select is(array(select operation from audit_log_default where at >= '2031-01-01' order by 1), '{before}', 'others stay');
select lives_ok($$select partition_make('audit_log', '2031-05-01')$$, 'making it again does nothing');
select is((select count(*) from pg_temp.answers('worker', '{}', 'select partitions_ahead(2)')), 1::bigint, 'the worker, which owns nothing, may make them');

-- All of them: a list that is written down would forget one.
select is(array(select p::text from partitioned_by_month() p), '{audit_chain,audit_log,changes,complaint_events,personal_access_log}', 'these tables are made of months');
select is((select count(*) from partitions_missing(4)), 0::bigint, 'of this month and the next four none is missing, nor that of the row before by now');
select is((select until_month >= to_char(now() at time zone 'Asia/Shanghai' + interval '4 months', 'YYYY-MM') from partitions_told()), true, 'and that is told');
insert into audit_log (district_code, at, role, operation) values ('990101', '2034-01-01 00:00+08', 'district', 'astray');
select is((select astray from partitions_told()), 1::bigint, 'with the rows that found none');
select is((select count(*) from partitions_missing(5)), 6::bigint, 'of a month more each table lacks one');

-- Nobody made any for three months: rows come all the same, and find their months when somebody does.
insert into audit_log (district_code, at, role, operation) select '990101', m + interval '10 days', 'district', 'late' from generate_series('2019-01-01 00:00+08'::timestamptz, '2019-03-01 00:00+08', interval '1 month') m;
select is((select count(*) from only audit_log_default where at < '2019-04-01'), 3::bigint, 'a row whose month is not there lies in the default partition');
select is((select count(*) from audit_log where district_code = '990101' and at >= '2019-02-01' and at < '2019-03-01'), 1::bigint, 'and is read like any other');
select is(array(select (m.parent, m.month)::text from partitions_missing(0) m where m.month < '2020-01-01'),
          '{"(audit_log,2019-01-01)","(audit_log,2019-02-01)","(audit_log,2019-03-01)"}', 'its month is known to be missing');
select is(partition_keep('audit_log', '2019-01-01'), false, 'a month that is over is made in two turns: first its table');
select is((select count(*) from only audit_log_default where at < '2019-04-01'), 3::bigint, 'while its rows stay where they are');
select is(partition_keep('audit_log', '2019-01-01'), true, 'then they move');
select is((select count(*) from audit_log_2019_01), 1::bigint, 'into it');
select is((select count(*) from only audit_log_default where at < '2019-04-01'), 2::bigint, 'and out of the default');
select is((select count(*) from audit_log where district_code = '990101' and at < '2019-04-01'), 3::bigint, 'none is lost');
select is((select relrowsecurity from pg_class where relname = 'audit_log_2019_01'), true, 'row security is on');
select is((select count(*) from pg_constraint where conrelid = 'audit_log_2019_01'::regclass and conname = 'of_month'), 0::bigint, 'what helped to attach is gone');

-- Foreign keys are there, too.
select is(partition_keep('audit_chain', '2019-01-01') or partition_keep('audit_chain', '2019-01-01'), true, 'a month of a table with a foreign key');
select is((select count(*) from pg_constraint where conrelid = 'audit_chain_2019_01'::regclass and contype = 'f' and convalidated), 1::bigint, 'has it once');

-- A month that is running is not made while that would keep its writers waiting.
select is(partition_keep('audit_log', date_trunc('month', now() + interval '400 days')::date, 0), true, 'a month without rows is made at once');
insert into audit_log (district_code, at, role, operation) select '990101', now() + interval '500 days', 'district', 'many' from generate_series(1, 3);
select is(partition_keep('audit_log', date_trunc('month', (now() + interval '500 days') at time zone 'Asia/Shanghai')::date, 2), false, 'with too many rows it waits until it is over');
select is(partition_keep('audit_log', date_trunc('month', (now() + interval '500 days') at time zone 'Asia/Shanghai')::date, 3), true, 'with few they move at once');

-- Over is over in Shanghai, also for who migrates in a session of another time zone: a month after midnight of 1 March in Shanghai is 29 March elsewhere.
set local "TimeZone" = 'UTC';
select is(array(select partition_over('2026-03-01', m) from unnest(array['2026-03-30 12:00+08', '2026-04-01 23:59:59+08', '2026-04-02 00:00+08']::timestamptz[]) m), '{f,f,t}', 'a month is over when its next has had a day');
select is(array(select partition_over('2025-12-01', m) from unnest(array['2026-01-01 23:59:59+08', '2026-01-02 00:00+08']::timestamptz[]) m), '{f,t}', 'also over the year''s end');

-- Attaching looks through the default partition while everybody waits; where that would take long it is held to a fence first, beside everybody's work.
select ok(partition_default_small('changes'), 'it is small where the worker comes in time');
create or replace function partition_default_small(parent regclass) returns boolean language sql as 'select false';
create temporary table ahead as select date_trunc('month', (now() + m * interval '1 day') at time zone 'Asia/Shanghai')::date as month from unnest(array[300, 20, 0]) m;
select is(partition_keep('changes', (select max(month) from ahead)), false, 'a month far ahead is made in two turns then');
select is((select convalidated from pg_constraint where conrelid = 'changes_default'::regclass and conname = (select partition_fence(max(month)) from ahead)), false, 'first its fence, which nobody waits for');
select is(partition_keep('changes', (select max(month) from ahead)), true, 'then its place');
select is((select count(*) from pg_constraint where conrelid = 'changes_default'::regclass and conname like 'not\_%'), 0::bigint, 'for which the fence goes');
do $$begin execute format('alter table changes detach partition %I', partition_name('changes', date_trunc('month', now() at time zone 'Asia/Shanghai')::date));
           execute format('drop table %I', partition_name('changes', date_trunc('month', now() at time zone 'Asia/Shanghai')::date)); end$$;
select is(partition_keep('changes', (select min(month) from ahead)), false, 'one in which somebody writes, or soon will, waits');
select is(partition_fenced('changes', (select min(month) from ahead)), false, 'without a fence, for that would refuse its rows');
do $$begin execute format('alter table changes_default add constraint %I check (false) not valid', partition_fence((select min(month) from ahead))); end$$;
select is(partition_keep('changes', (select min(month) from ahead)), false, 'a fence that was left behind');
select is(partition_fenced('changes', (select min(month) from ahead)), false, 'is taken away');
select is(partition_keep('changes', '2016-03-01'), false, 'a month that is over gets one');
select throws_ok($$insert into changes (district_code, at, seq, dataset, thing_id, kind) values ('990101', '2016-03-09', 1, 'firms', gen_random_uuid(), 'put')$$, '23514', null, 'and the default partition takes no more of it');
select is((select count(*) from partitions_missing(0) m where m.month = '2016-03-01'), 1::bigint, 'it is known to be missing although it has no rows');
select is(partition_keep('changes', '2016-03-01'), true, 'and then it is there');

-- What is asked of a month touches that month alone.
create function pg_temp.touched(statement text) returns text[] language plpgsql as $$
declare
    plan json;
begin
    execute 'explain (format json) ' || statement into plan;
    return array(select distinct m[1] from regexp_matches(plan::text, '"Relation Name": "([^"]+)"', 'g') m order by 1);
end $$;
select is(pg_temp.touched($$select * from audit_log where district_code = '990101' and at >= '2031-05-01 00:00+08' and at < '2031-06-01 00:00+08'$$), '{audit_log_2031_05}', 'a month far ahead');
select is(pg_temp.touched($$select * from audit_log where district_code = '990101' and at >= '2019-01-01 00:00+08' and at < '2019-02-01 00:00+08'$$), '{audit_log_2019_01}', 'one long gone');
select is(pg_temp.touched($$select * from audit_log where district_code = '990101' and at >= '2019-01-31 23:00+08' and at < '2019-02-01 01:00+08'$$), '{audit_log_2019_01,audit_log_default}', 'one that lacks its partition');
select is((select count(*) from unnest(pg_temp.touched($$select * from complaint_events where district_code = '990101' and complaint_id = gen_random_uuid() and at > now() - interval '1 hour'$$)) t where t like '%\_20%'), (select count(distinct date_trunc('month', w at time zone 'Asia/Shanghai')) + 4 from unnest(array[now(), now() - interval '1 hour']) w), 'steps since an hour ago: this month and those ahead');
select * from finish();
rollback;
