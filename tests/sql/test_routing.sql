\ir begin.sql
\ir fixture.sql
select plan(24);

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
select * from finish();
rollback;
