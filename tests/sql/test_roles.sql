\ir begin.sql
\ir fixture.sql
\set cards 'select c.id from complaint_cards c'
\set search 'select c.id from complaint_search c'
\set reveal `cat sql/queries/internal/revealComplaint.sql`
select plan(58);
-- 1 ordinary in one's own estate, 2 secret, 3 about a leak, 4 without category, 5 of the other street, 6 without estate, 7 of the other district, 8 of the former firm.
select lives_ok(format('select count(*) from pg_temp.answers(%L, %L, %L, %L)', 'hotline', who, :'post', pg_temp.ticket(n, change)), 'ticket ' || n)
from (values (1, :'hotline', '{}'::jsonb), (2, :'hotline', '{"secret":true}'), (3, :'hotline', '{"category_code":"test_leak"}'), (4, :'hotline', '{"category_code":null}'),
    (5, :'hotline', '{"estate_code":"E3"}'), (6, :'hotline', '{"estate_code":null,"division_code":"990101001001"}'), (7, :'hotline2', '{"category_code":"test_rubbish"}'),
    (8, :'hotline', '{"received_at":"2024-06-01T09:00:00+08:00"}')) v (n, who, change) order by n;

create temporary table matrix as
select v.role, v.scope::jsonb, v.name, array(select '00000000-0000-7000-8000-00000000000' || n from unnest(v.numbers) n order by n) as ids
from (values
    ('district', :'district', 'the district', '{1,2,3,4,5,6,8}'::integer[]), ('district', :'other_district', 'another district', '{7}'),
    ('street', :'street', 'the street', '{1,2,4,6,8}'), ('street', :'other_street', 'another street', '{5}'),
    ('community', :'community', 'the community', '{1,2,4,6,8}'),
    ('company', :'other_company', 'the firm', '{1}'), ('company', :'company', 'the firm before', '{8}'),
    ('hotline', :'hotline', 'the hotline', '{1,2,3,4,5,6,8}'), ('platform', :'platform', 'the city platform', '{1,2,4,5,6,8}'),
    ('district', :'nobody', 'a district user without a scope', '{}'), ('street', :'district', 'a street user without a street', '{}'),
    ('company', :'district', 'a company user without a firm', '{}')) v (role, scope, name, numbers);

select is(pg_temp.seen(role, scope, :'cards'), ids, name || ' sees its complaints and no other') from matrix;
select is(pg_temp.seen(role, scope, :'search'), ids, 'a search by ' || name || ' is over the same') from matrix;
select is(pg_temp.seen(m.role, m.scope, :'list', 'id', '{sort=-received_at}'), m.ids, 'so is the list of ' || m.name) from matrix m where m.role = 'company';

select is((select count(distinct (a ->> 'ticket_no', a ->> 'place', a ->> 'external_category', a ->> 'anonymous')) || ' ' || count(a ->> 'ticket_no')
    from pg_temp.answers('company', :'other_company', 'select * from complaint_cards') a), '1 0', 'a firm learns neither the hotline''s number nor what came with it');
select is((select count(a ->> 'title') from pg_temp.answers('platform', :'platform', 'select * from complaint_cards') a), 0::bigint, 'the city platform reads no title');
select is((select count(*) from pg_temp.answers('platform', :'platform', 'select * from complaint_search where body_x like ''%''') a), 0::bigint, 'and cannot ask what a text says');
select is((select count(*) from pg_temp.answers('platform', :'platform', 'select * from complaint_contents') a), 0::bigint, 'nor read one');
select is((select count(*) from pg_temp.answers(r, s::jsonb, 'select * from complaint_contents') a)::integer, n, r || ' reads the masked text of what it sees')
from (values ('district', :'district', 7), ('street', :'street', 5), ('company', :'other_company', 1)) v (r, s, n);

select throws_ok(format('select pg_temp.answers(%L, %L, %L)', r, s, 'select * from personal.complainants'), '42501', null, r || ' may not look into the sealed data')
from (values ('company', :'other_company'), ('platform', :'platform'), ('public', '{}'), ('hotline', :'hotline')) v (r, s);
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', 'company', :'other_company', 'select ' || c || ' from public.complaints'), '42501', null, 'a firm has no right to ' || c)
from unnest(array['ticket_no', 'place', 'client_id', 'external_category', 'anonymous']) c;
select is((select count(*) from pg_temp.answers('street', :'street', 'select * from personal.complainants') a), 5::bigint, 'a street could open those of its complaints');

select is((select a ->> 'name_sealed' from pg_temp.answers('street', :'street', :'reveal',
    '{"id":"00000000-0000-7000-8000-000000000001","new_id":"00000000-0000-7000-8000-0000000000aa","reason":"回访","name":"s","role":"street","now":"2025-06-02T10:00:00+08:00"}') a), '\x02', 'a look by the street brings the sealed name');
select is((select reason || ' ' || role from personal_access_log where complaint_id = '00000000-0000-7000-8000-000000000001'), '回访 street', 'and leaves its reason');
select is((select count(*) from pg_temp.answers('street', :'other_street', :'reveal',
    '{"id":"00000000-0000-7000-8000-000000000001","new_id":"00000000-0000-7000-8000-0000000000ab","reason":"回访","name":"s","role":"street","now":"2025-06-02T10:00:00+08:00"}')), 0::bigint, 'another street gets nothing');
select is((select count(*) from personal_access_log), 1::bigint, 'and leaves no trace, for it saw nothing');
\set log 'insert into audit_log (district_code, at, user_id, role, operation) values (:''district'', now(), :''writer''::uuid, ''street'', ''x'') returning 1'
select lives_ok(format('select pg_temp.answers(%L, %L, %L, %L)', 'street', :'street', :'log', '{"writer":"00000000-0000-7000-8000-00000000b002"}'), 'whoever acts writes the log');
select throws_ok(format('select pg_temp.answers(%L, %L, %L, %L)', 'street', :'street', :'log', '{"writer":"00000000-0000-7000-8000-00000000b001"}'), '42501', null, 'in nobody else''s name');
select * from finish();
rollback;
