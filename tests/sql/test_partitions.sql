\ir begin.sql
select plan(5);
insert into audit_log (district_code, at, role, operation) values ('990101', '2031-05-01 00:00+08', 'district', 'first'), ('990101', '2031-04-30 23:59:59+08', 'district', 'before');
select lives_ok($$select partition_make('audit_log', '2031-05-01')$$, 'a month is made although a row of it came before');
select is(array(select operation from audit_log_2031_05), '{first}', 'which moves into it; the day begins in Shanghai');
select is(array(select operation from audit_log_default where at >= '2031-01-01' order by 1), '{before}', 'others stay');
select lives_ok($$select partition_make('audit_log', '2031-05-01')$$, 'making it again does nothing');
select is((select count(*) from pg_temp.answers('worker', '{}', 'select partitions_ahead(2)')), 1::bigint, 'the worker, which owns nothing, may make them');
select * from finish();
rollback;
