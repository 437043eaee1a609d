\ir begin.sql
\ir fixture.sql
select plan(29);

-- Neither a firm, nor the hotline, nor the city platform has a right to what is done about a complaint between authorities; no operation asks, and none could.
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', r, s, 'select 1 from public.' || t), '42501', null, r || ' may not read ' || t)
from (values ('company', :'company'), ('platform', :'platform'), ('hotline', :'hotline')) v (r, s),
     unnest(array['whistles', 'whistle_calls', 'accountability_records', 'enforcement_cases', 'dispute_tiers', 'routing_rules']) t;
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', 'platform', :'platform', 'select ' || c || ' from public.three_forms'), '42501', null, 'the city platform reads no ' || c)
from unnest(array['offender', 'facts', 'place', 'report']) c;
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', 'company', :'company', 'select actor_name from public.three_form_events'), '42501', null, 'a firm does not read which official acted');

-- Half a year is of the calendar: to the end of the same day of the sixth month, or of its last day.
select set_config('wuye.district', '990101', true) is not null as set \gset
select is(duty_due('dispute', 'owners_self_governance', '2025-08-31 10:00+08'), '2026-03-01 00:00+08'::timestamptz, 'six months from the last of August end with February');
-- However many complaints there are, a page of what was done about them asks for the complaints of that page, by key.
insert into complaints (district_code, id, source, ticket_no, round, client_id, request_type, category, urgency, received_at, street_code, community_code, estate_id, created_at, updated_at)
select '990101', ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, 'hotline12345', 'W' || n, 1, '00000000-0000-7000-8000-00000000a001', 'complaint', 'test_rubbish', 'ordinary',
    '2025-01-01T00:00+08'::timestamptz + n * interval '10 minutes', '990101001', '990101001001', '00000000-0000-7000-8000-0000000000e1', now(), now()
from generate_series(1, 6000) n;
insert into departments (district_code, id, code, name, valid_from) values ('990101', '00000000-0000-7000-8000-0000000000d1', 'fire_rescue', '消防', '2020-01-01');
insert into whistles (district_code, id, complaint_id, street_code, community_code, urgency, matter, asked_by, asked_role, asked_at)
select c.district_code, c.id, c.id, c.street_code, c.community_code, 'ordinary', '消防通道', c.client_id, 'community', c.received_at from complaints c where c.ticket_no like 'W%';
insert into whistle_calls (district_code, whistle_id, complaint_id, department_id, asked_at, updated_at)
select w.district_code, w.id, w.complaint_id, '00000000-0000-7000-8000-0000000000d1', w.asked_at, w.asked_at from whistles w;
insert into accountability_records (district_code, id, kind, complaint_id, street_code, facts, detected, proposed_by, proposed_role, proposed_at)
select w.district_code, w.id, 'no_whistle', w.complaint_id, w.street_code, '未吹哨', '{}', w.asked_by, 'street', w.asked_at from whistles w;
insert into enforcement_cases (district_code, id, source, complaint_id, street_code, category, delegated, expedited, matter, reported_at, opened_by, updated_at)
select w.district_code, w.id, 'complaint', w.complaint_id, w.street_code, 'test_rubbish', true, false, '执法', w.asked_at, w.asked_by, w.asked_at from whistles w;
analyze complaints, departments, whistles, whistle_calls, accountability_records, enforcement_cases;
\set calls `cat sql/queries/whistles/listWhistleCalls.sql`
\set records `cat sql/queries/accountability/listAccountabilityRecords.sql`
\set cases `cat sql/queries/enforcement/listEnforcementCases.sql`
select is((select count(*) from pg_temp.answers(r, s::jsonb, 'explain ' || q, '{"limit":51}', c) a where a ->> 'QUERY PLAN' ~ 'hashed SubPlan|Seq Scan on complaints'), 0::bigint, what || ' of ' || r)
from (values ('district', :'district', :'calls', '{limit,sort=-asked_at}'::text[], 'calls'), ('street', :'street', :'calls', '{limit,sort=-asked_at}', 'calls'),
    ('district', :'district', :'records', '{limit,sort=-proposed_at}', 'records'), ('street', :'street', :'records', '{limit,sort=-proposed_at}', 'records'),
    ('street', :'street', :'cases', '{limit,sort=-reported_at}', 'cases')) v (r, s, q, c, what);
select * from finish();
rollback;
