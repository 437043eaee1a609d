\ir begin.sql
\ir fixture.sql
-- The calendar of 2023-2026 as shipped, whatever the database holds.
create temporary table shipped (date date, is_workday boolean, name text);
\copy shipped from sql/reference/workdays.csv csv header
insert into workdays select * from shipped on conflict (date) do nothing;
delete from workdays where date >= '2027-01-01';
select plan(100);

-- Five working days over every holiday of four years; 24:00 of the last is 00:00 of the next.
select is(row(l.due, l.provisional), row(v.due::timestamptz, v.provisional), v.because)
from (values
    ('2023-01-20T10:00:00+08', '2023-02-02T00:00:00+08', false, 'Spring Festival 2023 ends with a make-up weekend'),
    ('2023-04-28T10:00:00+08', '2023-05-10T00:00:00+08', false, 'May Day 2023 ends with a make-up Saturday'),
    ('2023-09-28T10:00:00+08', '2023-10-12T00:00:00+08', false, 'Mid-Autumn and National Day 2023 end with a make-up weekend'),
    ('2023-12-29T17:00:00+08', '2024-01-09T00:00:00+08', false, 'over the end of 2023'),
    ('2024-02-09T08:00:00+08', '2024-02-23T00:00:00+08', false, 'Spring Festival 2024 ends with a make-up Sunday'),
    ('2024-02-28T23:59:59+08', '2024-03-07T00:00:00+08', false, 'in a leap year, in the last second of a day'),
    ('2024-02-29T00:00:00+08', '2024-03-08T00:00:00+08', false, 'and in the first of the next'),
    ('2024-02-28T15:59:59Z', '2024-03-07T00:00:00+08', false, 'whatever the offset that it is written with'),
    ('2024-09-13T10:00:00+08', '2024-09-24T00:00:00+08', false, 'Mid-Autumn 2024 begins after a make-up Saturday'),
    ('2024-12-31T10:00:00+08', '2025-01-09T00:00:00+08', false, 'over the end of 2024'),
    ('2025-01-31T10:00:00+08', '2025-02-11T00:00:00+08', false, 'from within Spring Festival 2025, over a make-up Saturday'),
    ('2025-04-30T10:00:00+08', '2025-05-13T00:00:00+08', false, 'over the end of April 2025 and May Day'),
    ('2025-09-30T10:00:00+08', '2025-10-15T00:00:00+08', false, 'National Day 2025, eight days, and a make-up Saturday'),
    ('2026-02-13T10:00:00+08', '2026-02-28T00:00:00+08', false, 'Spring Festival 2026 begins after a make-up Saturday'),
    ('2026-12-24T10:00:00+08', '2027-01-01T00:00:00+08', false, 'the last day that is loaded'),
    ('2026-12-25T10:00:00+08', '2027-01-02T00:00:00+08', true, 'a year that is not loaded counts by the week, and is said to be so')
) v (start, due, provisional, because), lateral limit_from(v.start::timestamptz, 5, 'working_days') l;
select is(l.due, v.due::timestamptz, v.because)
from (values
    ('2026-10-01T03:10:00+08', 15, 'minutes', '2026-10-01T03:25:00+08', 'minutes run on a holiday and at night'),
    ('2026-12-31T23:50:00+08', 30, 'minutes', '2027-01-01T00:20:00+08', 'and over the end of a year'),
    ('2026-02-28T23:30:00+08', 2, 'hours', '2026-03-01T01:30:00+08', 'hours over the end of a month'),
    ('2026-02-28T23:59:59+08', 1, 'calendar_days', '2026-03-02T00:00:00+08', 'a calendar day'),
    ('2025-08-31T12:00:00+08', 6, 'months', '2026-03-01T00:00:00+08', 'half a year ends with its month')
) v (start, amount, unit, due, because), lateral limit_from(v.start::timestamptz, v.amount, v.unit) l;

-- A clock that stood.
select is(l.moved, v.moved::timestamptz, v.because)
from (values
    ('2026-03-10T00:00:00+08', 'working_days', '2026-03-04T15:00:00+08', '2026-03-11T09:00:00+08', '2026-03-17T00:00:00+08', 'five working days of standing are five working days more'),
    ('2026-03-10T00:00:00+08', 'working_days', '2026-03-04T15:00:00+08', '2026-03-04T23:59:59+08', '2026-03-10T00:00:00+08', 'none within a day'),
    ('2026-03-10T00:00:00+08', 'working_days', '2026-03-06T15:00:00+08', '2026-03-08T09:00:00+08', '2026-03-10T00:00:00+08', 'none over a weekend'),
    ('2025-10-11T00:00:00+08', 'working_days', '2025-09-30T15:00:00+08', '2025-10-09T09:00:00+08', '2025-10-12T00:00:00+08', 'a holiday counts as the one day that it leaves, which a make-up Saturday gives back'),
    ('2026-03-10T00:00:00+08', 'calendar_days', '2026-03-06T15:00:00+08', '2026-03-08T09:00:00+08', '2026-03-12T00:00:00+08', 'calendar days count all'),
    ('2026-03-10T10:00:00+08', 'hours', '2026-03-10T09:00:00+08', '2026-03-11T09:30:00+08', '2026-03-11T10:30:00+08', 'hours count to the second')
) v (due, unit, stopped, resumed, moved, because), lateral limit_after_stop(v.due::timestamptz, v.unit, v.stopped::timestamptz, v.resumed::timestamptz) l;

-- Which row holds: the sets are the district's to choose, rows are as shipped but for the district's own.
delete from sla_choices where district_code <> '*';
insert into sla_choices (district_code, policy_set, basis, effective_from, effective_to) values
    ('990101', 'trial', 'test', '2025-01-01', '2026-01-01'), ('990101', 'tianjin_2025', 'test', '2026-01-01', null);
insert into complaint_categories (code, zh, en, expedited, source, effective_from) values ('test_blocked', '堵门', 'Blocked', true, 'test', '2020-01-01');
insert into sla_policies (district_code, id, policy_set, kind, urgency, category, expedited, complex, street_code, request_type, source, amount, unit, suspension_stops, warn_amount, warn_unit,
                          alarm_amount, alarm_unit, basis, effective_from, effective_to)
select '990101', ('00000000-0000-7000-8000-0000000d00' || lpad(v.n::text, 2, '0'))::uuid, 'trial', 'handle', urgency, category, expedited, complex, street, type, source, n, 'working_days', v.n <> 2,
    1, 'working_days', 1, 'working_days', 'test', '2025-01-01', null
from (values
    (10, '*', '*', '*', '*', '*', '*', '*'), (1, 'emergency', '*', '*', '*', '*', '*', '*'), (2, '*', 'test_rubbish', '*', '*', '*', '*', '*'), (3, '*', '*', 'true', '*', '*', '*', '*'),
    (4, '*', '*', '*', 'true', '*', '*', '*'), (5, '*', '*', '*', '*', '990101002', '*', '*'), (6, '*', '*', '*', '*', '*', 'praise', '*'), (7, '*', '*', '*', '*', '*', '*', 'firm'),
    (8, 'urgent', '*', '*', '*', '990101002', '*', '*')
) v (n, urgency, category, expedited, complex, street, type, source);
create function pg_temp.holds(day date, kind_is text, urgency text, category text, complex boolean, street text, type text, source text, district text default '990101') returns text language sql as $$
    select p.amount || ' ' || p.unit from sla_policies_for(district, day, urgency, category, complex, street, type, source) p where p.kind = kind_is $$;
select is(pg_temp.holds(v.day::date, v.kind, v.urgency, v.category, v.complex, v.street, v.type, v.source), v.wanted, v.because)
from (values
    ('2025-06-01', 'handle', 'ordinary', null, false, null, 'complaint', 'hotline12345', '10 working_days', 'what names nothing holds for what has nothing'),
    ('2025-06-01', 'handle', 'ordinary', 'test_leak', false, '990101001', 'complaint', 'hotline12345', '10 working_days', 'and for the rest'),
    ('2025-06-01', 'handle', 'emergency', 'test_rubbish', true, '990101002', 'praise', 'firm', '1 working_days', 'urgency before all'),
    ('2025-06-01', 'handle', 'ordinary', 'test_rubbish', true, '990101002', 'praise', 'firm', '2 working_days', 'then the category'),
    ('2025-06-01', 'handle', 'ordinary', 'test_blocked', true, '990101002', 'praise', 'firm', '3 working_days', 'then topics to be handled quickly (E22)'),
    ('2025-06-01', 'handle', 'ordinary', 'test_leak', true, '990101002', 'praise', 'firm', '4 working_days', 'then what is complex'),
    ('2025-06-01', 'handle', 'ordinary', 'test_leak', false, '990101002', 'praise', 'firm', '5 working_days', 'then the street'),
    ('2025-06-01', 'handle', 'urgent', 'test_rubbish', true, '990101002', 'praise', 'firm', '8 working_days', 'of two that name the urgency the one that names the street too'),
    ('2025-06-01', 'handle', 'urgent', 'test_rubbish', true, '990101001', 'praise', 'firm', '2 working_days', 'where it is the street'),
    ('2025-06-01', 'handle', 'ordinary', 'test_leak', false, '990101001', 'praise', 'firm', '6 working_days', 'then the kind of request'),
    ('2025-06-01', 'handle', 'ordinary', 'test_leak', false, '990101001', 'complaint', 'firm', '7 working_days', 'then the way it came (E26)'),
    ('2024-12-31', 'handle', 'ordinary', null, false, null, 'complaint', 'hotline12345', '5 working_days', 'before it chose, the district goes by the common choice'),
    ('2024-12-31', 'extend', 'ordinary', null, false, null, 'complaint', 'hotline12345', '10 working_days', 'Shandong 2020: ten working days more'),
    ('2024-12-31', 'return', 'ordinary', null, false, null, 'complaint', 'hotline12345', '2 working_days', 'Shandong 2020: two to return it'),
    ('2026-06-01', 'receive', 'emergency', 'utilities', false, null, 'complaint', 'hotline12345', '15 minutes', 'Tianjin 2025: life and property'),
    ('2026-06-01', 'receive', 'urgent', 'utilities', false, null, 'complaint', 'hotline12345', '30 minutes', 'Tianjin 2025: water, power, gas, heat'),
    ('2026-06-01', 'receive', 'urgent', 'test_rubbish', false, null, 'complaint', 'hotline12345', '1 working_days', 'Tianjin 2025: the rest'),
    ('2026-06-01', 'return', 'ordinary', null, false, null, 'complaint', 'hotline12345', '1 working_days', 'Tianjin 2025: one to return it'),
    ('2026-06-01', 'return', 'ordinary', null, true, null, 'complaint', 'hotline12345', '2 working_days', 'two where it is complex'),
    ('2026-06-01', 'handle', 'ordinary', null, false, null, 'complaint', 'hotline12345', null, 'and no limit that nobody set'),
    ('2026-06-01', 'resolve', 'ordinary', 'owners_self_governance', false, null, 'complaint', 'hotline12345', '6 months', 'E20: half a year for disputes of owners'' committees, in any set'),
    ('2026-06-01', 'resolve', 'ordinary', 'test_rubbish', false, null, 'complaint', 'hotline12345', null, 'and for nothing else')
) v (day, kind, urgency, category, complex, street, type, source, wanted, because);
insert into sla_policies (district_code, policy_set, kind, amount, unit, basis, effective_from) values ('990101', 'shandong_2020', 'handle', 3, 'working_days', 'test', '2020-01-01');
select is(pg_temp.holds('2024-12-31', 'handle', 'ordinary', null, false, null, 'complaint', 'hotline12345'), '3 working_days', 'the district''s own before the common one that names the same');
select is(pg_temp.holds('2024-12-31', 'handle', 'ordinary', null, false, null, 'complaint', 'hotline12345', '990102'), '5 working_days', 'for that district alone');
select throws_ok($$insert into sla_policies (district_code, policy_set, kind, amount, unit, basis, effective_from) values ('990101', 'trial', 'handle', 9, 'hours', 'x', '2026-01-01')$$, '23P01', null,
    'two for the same things do not hold on one day');

-- The whole of a complaint's limit: posted, suspended, extended, changed policies, a calendar that comes later.
select lives_ok(format('select count(*) from pg_temp.answers(%L, %L, %L, %L)', 'hotline', :'hotline', :'post', pg_temp.ticket(n, change)), 'ticket ' || n)
from (values (1, '{}'::jsonb), (2, '{"category_code":"test_leak"}')) v (n, change);
create function pg_temp.due(n integer) returns text language sql as $$
    select concat_ws(' ', to_char(c.due_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI'), case when c.due_provisional then 'provisional' end, case when c.stopped_at is not null then 'stopped' end,
        case when c.handle_by = 'infinity' then 'not running' end)
    from complaints c where c.district_code = '990101' and c.id::text like '%' || lpad(n::text, 12, '0') $$;
create function pg_temp.happens(n integer, what text, moment timestamptz) returns void language sql as $$
    insert into complaint_events (district_code, complaint_id, at, action, to_state, actor_role)
    values ('990101', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, moment, what, 'x', 'district');
    update complaints set state = case what when 'suspend' then 'suspended' else 'processing' end where district_code = '990101' and id::text like '%' || lpad(n::text, 12, '0');
    select complaint_limit_again('990101', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid) $$;
select is(pg_temp.due(1), '06-05 00:00', 'from a Sunday over the Monday of Dragon Boat: two working days');
select is((select to_char(warn_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') || to_char(alarm_at at time zone 'Asia/Shanghai', ' MM-DD HH24:MI') from complaints where id = '00000000-0000-7000-8000-000000000001'),
    '06-03 00:00 06-05 00:00', 'warned of on the working day before the last, alarmed on the one after');
select is(pg_temp.due(2), '06-17 00:00', 'another category: ten');
select pg_temp.happens(1, 'suspend', '2025-06-03T10:00+08');
select is(pg_temp.due(1), '06-05 00:00', 'a limit that suspension does not stop goes on');
select pg_temp.happens(2, 'suspend', '2025-06-03T10:00+08');
select is(pg_temp.due(2), '06-17 00:00 stopped not running', 'one that it stops stands');
select pg_temp.happens(2, 'resume', '2025-06-09T10:00+08');
select is(pg_temp.due(2), '06-21 00:00', 'and goes on by the four working days that it stood');
select is((select l.extendable_to from complaint_handle_limit('990101', '00000000-0000-7000-8000-000000000002') l), null, 'no limit of extensions in a set that has none');
update complaints set extended_to = '2025-07-01T15:00+08' where id = '00000000-0000-7000-8000-000000000002';
select pg_temp.happens(2, 'approve_extension', '2025-06-10T10:00+08');
select is(pg_temp.due(2), '07-01 15:00', 'an extension stands as it was granted');
select pg_temp.happens(2, 'suspend', '2025-06-11T10:00+08');
select pg_temp.happens(2, 'resume', '2025-06-12T10:00+08');
select is(pg_temp.due(2), '07-02 15:00', 'and a suspension after it moves it');
update sla_policies set effective_to = '2025-06-04' where policy_set = 'trial' and district_code = '990101' and category = '*' and urgency = '*' and amount = 10;
insert into sla_policies (district_code, policy_set, kind, amount, unit, basis, effective_from) values ('990101', 'trial', 'handle', 20, 'working_days', 'test', '2025-06-04');
select complaint_limit_again('990101', '00000000-0000-7000-8000-000000000002');
select is(pg_temp.due(2), '07-02 15:00', 'a policy that changes on the way changes nothing for what has begun');
update complaints set clock_at = '2025-06-04T00:00+08', extended_to = null where id = '00000000-0000-7000-8000-000000000002';
delete from complaint_events where complaint_id = '00000000-0000-7000-8000-000000000002' and at > '2025-06-04';
select complaint_limit_again('990101', '00000000-0000-7000-8000-000000000002');
select is(pg_temp.due(2), '07-03 00:00', 'what begins on the day of the new one goes by the new one');
update sla_choices set effective_to = '2026-12-01' where district_code = '990101' and policy_set = 'tianjin_2025';
insert into sla_choices (district_code, policy_set, basis, effective_from) values ('990101', 'shandong_2020', 'test', '2026-12-01');
update complaints set clock_at = '2026-12-30T10:00+08' where id = '00000000-0000-7000-8000-000000000002';
select complaint_limit_again('990101', '00000000-0000-7000-8000-000000000002');
select is(pg_temp.due(2), '01-05 00:00 provisional', 'three working days into a year without a calendar');
insert into workdays select d::date, extract(isodow from d) < 6 and d > '2027-01-03', null from generate_series('2027-01-01'::date, '2027-12-31', interval '1 day') d;
select is(complaint_limits_again(now()), 1, 'the calendar has come');
select is(pg_temp.due(2), '01-06 00:00', 'and it is counted again');
select is(complaint_limits_again(now()), 0, 'once');

-- Work lists under row security: of what there is a page is read, whatever lies beside it.
insert into complaints (district_code, id, source, ticket_no, round, client_id, request_type, category, urgency, received_at, street_code, community_code, estate_id, firm_id, state, assigned_to,
                        due_at, created_at, updated_at)
select '990101', ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, 'hotline12345', 'W' || n, 1, '00000000-0000-7000-8000-00000000a001', 'complaint',
    case when n % 1000 = 7 then null else 'test_rubbish' end, 'ordinary', '2025-01-01T00:00+08'::timestamptz + n * interval '10 minutes',
    case when n / 400 % 8 = 0 then '990101001' else '990101002' end, case n / 400 % 16 when 0 then '990101001001' when 8 then '990101001002' else '990101002001' end,
    '00000000-0000-7000-8000-0000000000e1', case when n % 3 = 0 then '00000000-0000-7000-8000-0000000000f1' else '00000000-0000-7000-8000-0000000000f2' end::uuid,
    case when n % 100 = 0 then 'processing' when n % 100 = 9 then 'returned' else 'closed' end, (array['firm', 'community', 'street', 'department'])[1 + n / 100 % 4],
    '2025-01-08T00:00+08'::timestamptz + n * interval '10 minutes', now(), now()
from generate_series(1, 20000) n;
analyze complaints;
-- The index that a list reads, and "reads past" when it meets rows that are none of its own.
create function pg_temp.reads(role text, scope jsonb, conditions text[], given jsonb, statement text) returns text language sql as $$
    select string_agg(distinct coalesce((regexp_match(line, 'using (complaints_\w+)|on (complaints_\w+)'))[1], (regexp_match(line, 'on (complaints_\w+)'))[1],
        case when line ~ 'Seq Scan on complaints' then 'all of them' when line ~ 'Removed by Filter: [1-9][0-9]{2}' then 'reads past' end), ', ')
    from (select a ->> 'QUERY PLAN' as line from pg_temp.answers(role, scope, 'explain (analyze, costs off, timing off, summary off) ' || statement, given || '{"limit":51,"now":"2025-04-01T00:00+08"}',
        conditions || '{limit}') a) plan $$;
select is(pg_temp.reads(r.role, r.scope::jsonb, l.conditions, l.given::jsonb || jsonb_build_object('role', r.role), :'list'), 'complaints_' || l.index || r.suffix, l.what || ' of ' || r.role)
from (values ('district', :'district', ''), ('street', :'street', '_of_street'), ('community', :'community', '_of_community'), ('company', :'company', '_of_firm')) r (role, scope, suffix),
    (values ('overdue', '{overdue,overdue=true,sort=handle_by}'::text[], '{}', 'due'), ('overdue, the newest first,', '{overdue,overdue=true,sort=-received_at}', '{}', 'open'),
        ('due soon', '{due_before,sort=handle_by}', '{"due_before":"2025-04-03T00:00+08"}', 'due'),
        ('all, the most urgent first,', '{sort=handle_by}', '{}', 'due'), ('mine', '{mine,mine=true,sort=-received_at}', '{}', 'in_hands'),
        ('unmapped', '{unmapped,unmapped=true,sort=-received_at}', '{}', 'unmapped'), ('returned', '{returned,returned=true,sort=-received_at}', '{}', 'returned')) l (what, conditions, given, index);
\set queue `cat sql/queries/hotline/listUnmapped.sql`
select is(pg_temp.reads('district', :'district', l.conditions, '{}', :'queue'), 'complaints_' || l.index, l.what)
from (values ('{sort=-received_at}'::text[], 'unplaced', 'what could not be placed'), ('{lacks,lacks=category,sort=-received_at}', 'without_category', 'what has no category')) l (conditions, index, what);
select is((select count(*) from pg_temp.answers('district', :'district', 'explain ' || :'list', '{"limit":51,"now":"2025-04-01T00:00+08"}', '{limit,sort=-received_at}') a
    where a ->> 'QUERY PLAN' like '%Function Scan%'), 0::bigint, 'how a limit stands is worked out within the list, not by a call for each row');
select * from finish();
rollback;
