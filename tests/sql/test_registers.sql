\ir begin.sql
\ir fixture.sql
\set estates 'select code || substr(district_code, 6) as id from estates'
\set contracts 'select registration_no || substr(district_code, 6) as id from contracts'
\set firms 'select name as id from firms'
select plan(29);
select is(pg_temp.seen(r, s::jsonb, :'estates'), ids, r || ' sees estates ' || ids::text) from (values
    ('district', :'district', '{E11,E21,E31}'::text[]), ('street', :'street', '{E11,E21}'), ('community', :'community', '{E11}'), ('company', :'company', '{E11}'),
    ('hotline', :'hotline', '{E11,E21,E31}'), ('platform', :'platform', '{E11,E21,E31}'), ('district', :'other_district', '{E12}')) v (r, s, ids);
select is(pg_temp.seen(r, s::jsonb, :'contracts'), ids, r || ' sees contracts ' || ids::text) from (values
    ('district', :'district', '{R11,R21}'::text[]), ('street', :'street', '{R11,R21}'), ('street', :'other_street', '{}'), ('community', :'community', '{R11,R21}'),
    ('company', :'company', '{R11}'), ('platform', :'platform', '{R11,R21}'), ('district', :'other_district', '{R12}')) v (r, s, ids);
select is(pg_temp.seen(r, s::jsonb, :'firms'), ids, r || ' sees firms ' || ids::text) from (values
    ('district', :'district', '{甲一物业,甲二物业}'::text[]), ('street', :'street', '{甲一物业,甲二物业}'), ('company', :'company', '{甲一物业}'), ('district', :'other_district', '{乙一物业}')) v (r, s, ids);
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', 'public', '{}', 'select * from estates'), '42501', null, 'without a token there is no register');
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', 'district', :'district', 'select password_digest from users'), '42501', null, 'the district sees no password''s digest');
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', 'district', :'district', 'select secret_digest from clients'), '42501', null, 'nor a client''s');

insert into contracts (district_code, id, firm_id, registration_no, kind, award_method, service_start, end_date, state)
values ('990101', '00000000-0000-7000-8000-0000000000c9', '00000000-0000-7000-8000-0000000000f1', 'R9', 'regular', 'agreement', '2026-01-01', '2026-12-31', 'draft');
insert into contract_estates values ('990101', '00000000-0000-7000-8000-0000000000c9', '00000000-0000-7000-8000-0000000000e1', 'regular', '[2026-01-01,2027-01-01)', false);
select throws_ok($$with c as (update contracts set state = 'filed' where registration_no = 'R9' and district_code = '990101' returning *)
    update contract_estates e set in_force = c.in_force from c where e.contract_id = c.id$$, '23P01', null, 'a second contract of a kind is not filed for the same days');
select throws_ok($$update contracts set state = 'filed' where registration_no = 'R9' and district_code = '990101'$$, '23503', null, 'nor in one table without the other');
select lives_ok($$with c as (update contracts set terminated_on = '2025-12-31', state = 'terminated' where registration_no = 'R2' and district_code = '990101' returning *)
    update contract_estates e set service_period = c.service_period from c where e.contract_id = c.id$$, 'it is once the first has ended');
select lives_ok($$with c as (update contracts set state = 'filed' where registration_no = 'R9' and district_code = '990101' returning *)
    update contract_estates e set in_force = c.in_force from c where e.contract_id = c.id$$, 'then the next may begin the day after');
insert into estate_modes values ('990101', '00000000-0000-7000-8000-0000000000e1', 'market', '2020-01-01', '2024-01-01');
select throws_ok($$insert into estate_modes values ('990101', '00000000-0000-7000-8000-0000000000e1', 'quasi', '2023-12-31', null)$$, '23P01', null, 'an estate has one mode at a time');
select lives_ok($$insert into estate_modes values ('990101', '00000000-0000-7000-8000-0000000000e1', 'quasi', '2024-01-01', null)$$, 'and the next from the day the last ends');
select throws_ok($$insert into firms (district_code, uscc, name, locality) values ('990101', '91310110666007217R', 'x', 'in_district')$$, '23514', null, 'a social credit code must pass its check');
select lives_ok($$insert into firms (district_code, uscc, name, locality) values ('990101', '91310110666007217T', 'x', 'in_district')$$, 'one that does is taken');
select * from finish();
rollback;
