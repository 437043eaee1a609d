\ir begin.sql
-- What complaint_limits() tells, written for speed, beside what follows from the functions that it leaves out: of all units, with and without marks, over days that
-- the calendar does not hold, for every state, clocks of one day and of several.
create temporary table shipped (date date, is_workday boolean, name text);
\copy shipped from sql/reference/workdays.csv csv header
insert into workdays select * from shipped on conflict (date) do nothing;
delete from workdays where date >= '2027-01-01' or date in ('2024-03-06', '2025-06-11');
select plan(6);
set local "wuye.district" = '990101';
delete from sla_choices where district_code <> '*';
insert into sla_choices (district_code, policy_set, basis, effective_from, effective_to) values
    ('990101', 'trial', 'test', '2024-03-01', '2026-01-01'), ('990101', 'tianjin_2025', 'test', '2026-01-01', null);
create function pg_temp.drawn(what text, n integer, among text[]) returns text language sql as $$
    select among[1 + ('x' || substr(md5(what || n), 1, 6))::bit(24)::integer % cardinality(among)] $$;
insert into sla_policies (district_code, policy_set, kind, urgency, category, expedited, amount, unit, warn_amount, warn_unit, alarm_amount, alarm_unit, basis, effective_from, effective_to)
select pg_temp.drawn('district', n, '{*,990101}'), pg_temp.drawn('set', n, '{*,trial}'), pg_temp.drawn('kind', n, '{receive,contact,handle,extend,return,resolve}'), pg_temp.drawn('urgency', n, '{*,urgent,ordinary}'),
    pg_temp.drawn('category', n, '{*,test_leak}'), pg_temp.drawn('expedited', n, '{*,*,true,false}'), 1 + n % 7, pg_temp.drawn('unit', n, '{minutes,hours,calendar_days,working_days,months}'),
    case when w.unit <> '' then 1 + n % 9 end, nullif(w.unit, ''), case when a.unit <> '' then 1 + n % 4 end, nullif(a.unit, ''), 'test', d.day, case when n % 2 = 0 then d.day + 500 end
from generate_series(1, 400) n, pg_temp.drawn('warn', n, '{minutes,hours,calendar_days,working_days,""}') w (unit), pg_temp.drawn('alarm', n, '{minutes,hours,calendar_days,working_days,""}') a (unit),
    cast(pg_temp.drawn('day', n, '{2020-01-01,2024-02-29,2025-06-01}') as date) d (day)
on conflict on constraint sla_policies_one do nothing;
create temporary table drawn as
select s.state, (array['solved', 'unsolved', null])[1 + n % 3] as result, (array['urgent', 'ordinary'])[1 + n % 2] as urgency, (array['test_leak', 'lift', null])[1 + n / 2 % 3] as category,
    n % 5 = 0 as complex, null::text as street_code, 'complaint' as request_type, 'hotline12345' as source, n % 7 = 0 as designated, r.at as received_at, r.at + interval '1 minute' as created_at,
    case when n % 4 = 0 then r.at + n * interval '1 hour' end as clock_at, r.at + n % 50 * interval '1 hour' as dispatched_at, case when n % 3 > 0 then r.at + interval '20 minutes' end as first_signed_at,
    case when n % 5 > 1 then r.at + interval '2 days' end as contacted_at, case when n % 6 > 0 then r.at + interval '6 days' end as reported_at, r.at + interval '7 days' as closed_at,
    case when n % 11 > 0 then date_trunc('day', r.at) + interval '6 days 16 hours' end as due_at, n % 13 = 0 as due_provisional, case when s.state = 'suspended' then r.at + interval '1 day' end as stopped_at
from generate_series(0, 5) n
cross join unnest('{received,dispatched,signed,processing,suspended,resolved_reported,closed,merged}'::text[]) s (state)
cross join (values ('2019-06-01 10:00+08'::timestamptz), ('2023-09-28 10:00+08'), ('2024-02-28 23:59:59.5+08'), ('2024-02-29 09:00+08'), ('2025-05-30 17:00+08'), ('2025-12-31 22:00+08'), ('2026-12-28 08:00+08')) r (at);
create temporary table told as
select d.state, m.at, complaint_limits(d, m.at) as told, (
    select coalesce(jsonb_agg(jsonb_build_object('kind', p.kind, 'policy_id', p.id, 'policy_set', nullif(p.policy_set, '*'), 'amount', p.amount, 'unit', p.unit, 'started_at', k.since,
        'due_at', l.due, 'provisional', l.provisional, 'warn_at', w.warn_at, 'alarm_at', w.alarm_at, 'stopped_at', l.stopped, 'done_at', k.done, 'remaining_minutes', s.remaining_minutes,
        'warning', s.warning, 'overdue', s.overdue, 'alarm', s.alarm, 'punctual', s.punctual) order by k.place), '[]')
    from (values
        ('receive', 1, d.received_at, d.first_signed_at, d.first_signed_at is null and complaint_pending(d.state)),
        ('contact', 2, d.received_at, d.contacted_at, d.contacted_at is null and complaint_pending(d.state)),
        ('handle', 3, coalesce(d.clock_at, d.received_at), case when d.state in ('resolved_reported', 'closed') then d.reported_at end, complaint_pending(d.state)),
        ('return', 4, case when d.state in ('dispatched', 'signed') and not d.designated then d.dispatched_at end, null, true),
        ('resolve', 5, d.received_at, case when d.state = 'closed' and d.result = 'solved' then d.closed_at end, d.state <> 'merged' and not (d.state = 'closed' and d.result = 'solved'))
    ) k (kind, place, since, done, pending)
    join lateral sla_policies_for('990101', (k.since at time zone 'Asia/Shanghai')::date, d.urgency, d.category, d.complex, d.street_code, d.request_type, d.source) p on p.kind = k.kind
    cross join lateral (select f.due, f.provisional, null::timestamptz as stopped from limit_from(k.since, p.amount, p.unit) f where p.kind <> 'handle'
                        union all select d.due_at, d.due_provisional, d.stopped_at where p.kind = 'handle') l
    cross join lateral limit_marks(l.due, p) w cross join lateral limit_standing(l.due, w.warn_at, w.alarm_at, l.stopped, k.pending, k.done, m.at) s) as wanted
from drawn d cross join (values ('2024-03-01 00:00+08'::timestamptz), ('2025-06-03 12:00+08'), ('2027-02-01 12:00+08')) m (at);
select is((select count(*) from told t where t.told::text is distinct from t.wanted::text), 0::bigint, 'all limits are told as they follow from their parts');
select is((select array[count(distinct e ->> 'kind'), count(distinct e ->> 'unit')] from told t, jsonb_array_elements(t.told) e), array[5, 5]::bigint[], 'of every kind, in minutes, hours, days, working days and months');
select cmp_ok((select count(*) from told t, jsonb_array_elements(t.told) e where (e ->> 'provisional')::boolean and (e ->> 'warn_at' is null) <> (e ->> 'alarm_at' is null)), '>', 0::bigint,
    'some with one mark, and where the calendar has not every day');
select cmp_ok((select count(*) from told t where jsonb_array_length(t.told) = 0), '>', 0::bigint, 'and where there is none');
-- The nth working day before, counted day by day.
create temporary table days as
select d::date as day, n, ((select x.date from (select d::date - i as date from generate_series(1, 200) i) x left join workdays w on w.date = x.date
    where coalesce(w.is_workday, extract(isodow from x.date) < 6) order by x.date desc offset n - 1 limit 1))::timestamp at time zone 'Asia/Shanghai' as wanted
from generate_series('2024-01-01'::date, '2027-02-01', interval '1 day') d, unnest(array[1, 5, 30]) n;
select is((select count(*) from days d, lateral limit_marks((d.day + 1)::timestamp at time zone 'Asia/Shanghai',
        jsonb_populate_record(null::sla_policies, jsonb_build_object('warn_amount', d.n, 'warn_unit', 'working_days'))) m
    where m.warn_at is distinct from d.wanted or m.alarm_at is not null), 0::bigint, 'a warning is so many working days before, whether the calendar has all of them or not');
select is((select l from limit_from(null, 5, 'working_days') l), row(null::timestamptz, null::boolean)::record, 'no start, no limit');
select * from finish();
rollback;
