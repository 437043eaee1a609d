\ir begin.sql
\ir fixture.sql
select plan(27);
create temporary table got as select a from pg_temp.answers('hotline', :'hotline', :'post', pg_temp.ticket(1, '{"complainant_phone_hash":"p"}')) a;
select is(a ->> 'id', '00000000-0000-7000-8000-000000000001', 'a ticket is taken under the id made for it') from got;
select is(a ->> '!status', null, 'and answered with the status of what is new') from got;
select is(a ->> 'category', 'test_rubbish', 'its category is mapped') from got;
select is(a ->> 'community_code', '990101001001', 'its place comes from the estate') from got;
select is((select firm_id::text from complaints where id = '00000000-0000-7000-8000-000000000001'), '00000000-0000-7000-8000-0000000000f2', 'the firm is that of the day');
select is((select count(*) from complaint_texts where complaint_id = '00000000-0000-7000-8000-000000000001'), 1::bigint, 'the text is kept');
select is((select count(*) from personal.complainants where ticket_id = '00000000-0000-7000-8000-000000000001' and name_sealed = '\x02'), 1::bigint, 'who complained is kept sealed');
select is((select action || ' ' || to_state from complaint_events where complaint_id = '00000000-0000-7000-8000-000000000001'), 'receive received', 'the first event is there');

create temporary table again as select a from pg_temp.answers('hotline', :'hotline', :'post', pg_temp.ticket(2, '{"ticket_no":"T1","body_hash":"h1"}')) a;
select is(again.a - '!status', got.a - '!status', 'the same again is answered as it was first') from got, again;
select is(again.a ->> '!status', '200', 'as known, not as new') from again;
select is((select tries from tickets where id = '00000000-0000-7000-8000-000000000001'), 2, 'and the try is written');
select is((select count(*) from complaints where district_code = '990101'), 1::bigint, 'there is one complaint');
select is((select a ->> '!problem' from pg_temp.answers('hotline', :'hotline', :'post', pg_temp.ticket(3, '{"ticket_no":"T1"}')) a), 'tickets_changed', 'another body is refused');

select is((select a ->> 'round' || ' ' || (a ->> 'complaint_id') from pg_temp.answers('hotline', :'hotline', :'post', pg_temp.ticket(4, '{"ticket_no":"250101000770102-02"}')) a),
    '2 00000000-0000-7000-8000-000000000004', 'a suffix is the round; the later round may come first');
select is((select a ->> 'round' || ' ' || (a ->> 'complaint_id') from pg_temp.answers('hotline', :'hotline', :'post', pg_temp.ticket(5, '{"ticket_no":"250101000770102"}')) a),
    '1 00000000-0000-7000-8000-000000000004', 'and the first joins its complaint');
update complaints set state = 'closed', contacted_at = now() where id = '00000000-0000-7000-8000-000000000004';
select is((select count(*) from pg_temp.answers('hotline', :'hotline', :'post', pg_temp.ticket(6, '{"ticket_no":"250101000770102","round":3,"category_code":"test_leak"}')) a), 1::bigint, 'a third round comes');
select is((select state || ' ' || confidential || ' ' || round from complaints where id = '00000000-0000-7000-8000-000000000004'), 'rework true 3',
    'what was closed is to be handled again, and what turns out confidential is protected');

create temporary table placed as
select n, a from (values
    (10, '{"estate_code":null,"estate_name":"幸福 家园"}'::jsonb), (11, '{"estate_code":null,"estate_name":"老纺织厂宿舍","division_code":"990101001"}'),
    (12, '{"estate_code":null,"estate_name":"阳光花园"}'), (13, '{"estate_code":null,"estate_name":"阳光花园","division_code":"990101002001"}'),
    (14, '{"estate_code":"E99","division_code":"990101001002"}'), (15, '{"estate_code":null,"division_code":"990102001"}'), (16, '{"category_code":"never heard of"}'),
    (17, '{"received_at":"2024-12-31T23:59:59+08:00"}'), (18, '{"received_at":"2025-01-01T00:00:00+08:00"}')) as v (n, change)
cross join lateral pg_temp.answers('hotline', :'hotline', :'post', pg_temp.ticket(n, change)) a;
select is(a ->> 'estate_id', '00000000-0000-7000-8000-0000000000e1', 'an estate is found by its name, spaces aside') from placed where n = 10;
select is(a ->> 'estate_id', '00000000-0000-7000-8000-0000000000e1', 'and by another name') from placed where n = 11;
select is(a ->> 'estate_id', null, 'two of a name are not guessed at') from placed where n = 12;
select is(a ->> 'estate_id', '00000000-0000-7000-8000-0000000000e3', 'the division tells them apart') from placed where n = 13;
select is(a ->> 'community_code', '990101001002', 'an unknown estate lies in the queue of its division') from placed where n = 14;
select is(a ->> 'street_code', null, 'a place that another district answers for is not believed') from placed where n = 15;
select is(a ->> 'category', null, 'an unmapped category is kept unmapped') from placed where n = 16;
select is((select firm_id from complaints where id = '00000000-0000-7000-8000-000000000017'), '00000000-0000-7000-8000-0000000000f1', 'the last second of a contract is the old firm''s');
select is((select firm_id from complaints where id = '00000000-0000-7000-8000-000000000018'), '00000000-0000-7000-8000-0000000000f2', 'the first second of the next is the new firm''s');
select throws_ok(format('select * from pg_temp.answers(%L, %L, %L, %L)', 'hotline', :'hotline', :'post', pg_temp.ticket(20, '{"received_at":"2025-06-04T09:00:00+08:00"}')),
    '23514', null, 'a ticket of the future is refused');
select * from finish();
rollback;
