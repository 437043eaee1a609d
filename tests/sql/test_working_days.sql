\ir begin.sql
-- The calendar of 2023-2026 as shipped, whatever the database holds.
create temporary table shipped (date date, is_workday boolean, name text);
\copy shipped from sql/reference/workdays.csv csv header
insert into workdays select * from shipped on conflict (date) do nothing;
delete from workdays where date >= '2027-01-01';
create temporary table expected (day date, days integer, due date, provisional boolean, because text);
insert into expected values
    ('2024-04-30', 0, '2024-04-30', false, 'none is the day itself'),
    ('2024-05-01', 0, '2024-05-01', false, 'even a holiday'),
    ('2024-03-04', 5, '2024-03-11', false, 'over a weekend'),
    ('2023-01-20', 1, '2023-01-28', false, 'Spring Festival 2023 ends with a make-up Saturday'),
    ('2023-04-28', 1, '2023-05-04', false, 'May Day 2023'),
    ('2023-05-05', 1, '2023-05-06', false, 'a make-up Saturday is worked'),
    ('2023-09-28', 1, '2023-10-07', false, 'Mid-Autumn and National Day 2023, then a make-up Saturday'),
    ('2023-10-07', 1, '2023-10-08', false, 'and a make-up Sunday'),
    ('2024-02-08', 1, '2024-02-09', false, 'the eve of 2024 is a working day'),
    ('2024-02-09', 1, '2024-02-18', false, 'Spring Festival 2024 ends with a make-up Sunday'),
    ('2024-09-13', 2, '2024-09-18', false, 'Mid-Autumn 2024 after a make-up Saturday'),
    ('2024-12-31', 1, '2025-01-02', false, 'over the end of a year'),
    ('2025-01-26', 2, '2025-02-05', false, 'Spring Festival 2025 from a make-up Sunday'),
    ('2025-09-30', 1, '2025-10-09', false, 'National Day 2025, eight days'),
    ('2026-02-13', 2, '2026-02-24', false, 'Spring Festival 2026 after a make-up Saturday'),
    ('2026-12-25', 4, '2026-12-31', false, 'the last day that is loaded'),
    ('2026-12-31', 1, '2027-01-01', true, 'a year that is not loaded is said to be so'),
    ('2026-12-28', 4, '2027-01-01', true, 'as soon as the limit reaches it'),
    ('2027-03-05', 1, '2027-03-08', true, 'and counts by the week alone');
select plan(27);
select is(a, row(e.due, e.provisional)::record, e.because) from expected e, lateral add_working_days(e.day, e.days) a order by e.day;
select is((select count(*) from expected e, lateral add_working_days(e.day, e.days) a where (a.due, a.provisional) is distinct from (e.due, e.provisional)), 0::bigint, 'all of them');
-- The nth working day is the nth row of the calendar: an independent reading, for every day of four years.
select is((select count(*) from workdays w,
        lateral (select n.date from workdays n where n.date > w.date and n.is_workday order by n.date offset 4 limit 1) fifth,
        lateral add_working_days(w.date, 5) a
    where w.date between '2023-01-01' and '2026-12-20' and (a.due <> fifth.date or a.provisional)), 0::bigint, 'five working days after every day of 2023 to 2026');
select is((working_days_between('2024-09-13', '2024-09-18')).days, 2, 'days between count the same way');
select is((working_days_between('2026-12-31', '2027-01-04')).provisional, true, 'and say when they do not know');
delete from workdays where date = '2024-03-06';
select is((add_working_days('2024-03-04', 5)).provisional, true, 'a hole in the calendar is not passed over in silence');
select is((add_working_days('2024-03-06', 3)).provisional, false, 'where it does not matter it is not mentioned');
select is((add_working_days('2024-03-04', -1)).due, null, 'there is no working day before');
select is((add_calendar_days('2024-02-28', 2)).due, '2024-03-01'::date, 'calendar days are just that');
select * from finish();
rollback;
