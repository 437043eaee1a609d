\ir begin.sql
\ir fixture.sql
select plan(23);
-- Exact: rounded once, half up, whatever the quotient's digits.
select is(exact_share(part, whole, 2), wanted::numeric, part || ' of ' || whole)
from (values (1::numeric, 3::numeric, '0.33'), (2, 3, '0.67'), (1, 200, '0.01'), (1, 201, '0.00'), (199, 200, '1.00'), (0, 7, '0.00'), (5, 0, null), (null, 0, null)) v (part, whole, wanted);
select is(weighed_score('{30,35,35}', '{1,2,3}', '{3,3,3}'), 68.33, 'thirds that make no round share');
select is(weighed_score('{50,50,0}', '{1,2,0}', '{3,3,0}'), 50.00, 'a third and two thirds are one; what weighs nothing is not asked for');
select is(weighed_score('{30,35,35}', '{1,0,0}', '{1,0,0}'), null, 'a rate that weighs and has no denominator leaves no score');

select is((select count(*) from generate_series(0, 1200, 7) i cross join generate_series(0, 60, 3) n cross join lateral (select '2023-06-01'::date + i as first, '2023-06-01'::date + i + n as last) d
    where (select days from working_days_between(d.first, d.last)) <> (select max(w.number) - min(w.number) from working_day_numbers('2023-05-01', '2027-01-31') w where w.date in (d.first, d.last))
      and n > 0 and i < 420), 0::bigint, 'running numbers count what working_days_between() counts');

-- Who may ask who called the same: within his own area alone, and who has none, nothing.
select count(*) from pg_temp.answers('hotline', :'hotline', :'post', pg_temp.ticket(1, '{"complainant_phone_hash":"p"}')) \g /dev/null
select count(*) from pg_temp.answers('hotline', :'hotline', :'post', pg_temp.ticket(2, '{"complainant_phone_hash":"p"}')) \g /dev/null
select count(*) from pg_temp.answers('hotline', :'hotline', :'post', pg_temp.ticket(3, '{"complainant_phone_hash":"p","category_code":"test_leak"}')) \g /dev/null
select count(*) from pg_temp.answers('hotline', :'hotline', :'post', pg_temp.ticket(4, '{"complainant_phone_hash":"p","category_code":"test_leak"}')) \g /dev/null
\set like 'select s.id from complaint_similar(:''id''::uuid, :''role'') s'
\set all 'select k.total_raw from complaint_clusters(''repeat'', ''2025-06-10'', :''role'') k'
\set again 'select r.id from complaint_repeats(''2025-05-01'', ''2025-07-01'', 30, :''role'') r'
select is((select count(*) from pg_temp.answers(r, s::jsonb, :'like', jsonb_build_object('id', '00000000-0000-7000-8000-00000000000' || n, 'role', r))), wanted::bigint, why)
from (values ('district', :'district', 1, 1, 'a district is told'), ('district', :'district', 3, 1, 'of a leak as well'), ('street', :'street', 1, 1, 'a street of its own'),
    ('street', :'street', 3, 0, 'not of a leak'), ('community', :'community', 1, 1, 'a community of its own'), ('street', :'other_street', 1, 0, 'another street not'),
    ('street', :'district', 1, 0, 'nor a street user without a street'), ('district', :'other_district', 1, 0, 'nor another district')) v (r, s, n, wanted, why);
select is(array(select a ->> 'total_raw' from pg_temp.answers('street', :'street', :'all', '{"role":"street"}') a), '{2}', 'clusters are those of the area');
select is((select count(*) from pg_temp.answers('street', :'district', :'again', '{"role":"street"}')), 0::bigint, 'repeats of no area are none');
select is(array(select p.proname || ' ' || r from pg_proc p cross join unnest(array['company', 'hotline', 'platform', 'public']) r
    where p.proname in ('complaint_similar', 'complaint_clusters', 'complaint_repeats') and has_function_privilege('wuye_' || r, p.oid, 'execute')), '{}',
    'no firm, no machine and nobody unknown may ask at all');
select * from finish();
rollback;
