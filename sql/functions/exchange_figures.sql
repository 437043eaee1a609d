-- The figures of a month, counted within the transaction that freezes its package (exchange_figures). Complaints are those that came in the month, told by complaint_outcomes() as they have become
-- by the moment; what stands is told as it stood when the month was over. A figure of the whole district counts everything, confidential complaints included; one that is broken down, by whatever,
-- counts what the city platform may list one by one and no more: no cell of it, however small, tells of anybody it does not tell of anyway. No role calls these but the worker the last.
set role wuye_owner;

create or replace function figures_of_complaints(first date, next date, moment timestamptz) returns table (figure text, dimension text, key text, value numeric, numerator numeric, denominator numeric)
language sql stable set plan_cache_mode = force_custom_plan as $$
    with calendar as materialized (
        select array_agg(n.number order by n.date) as numbers from working_day_numbers(first - 1, greatest(next, (moment at time zone 'Asia/Shanghai')::date) + 1) n
    ), cohort as materialized (
        select o.*, o.id in (select c.id from complaints c where c.district_code = current_district() and c.confidential and c.received_at >= first::timestamptz and c.received_at < next::timestamptz) as hidden,
            k.numbers[o.reported_on - first + 2] - k.numbers[o.dispatched_on - first + 2] as report_days, k.numbers[o.closed_on - first + 2] - k.numbers[o.dispatched_on - first + 2] as close_days
        from complaint_outcomes(first, next, next - 1, moment) o
        cross join calendar k
    ), parted as (
        select p.dimension, p.part, count(*) as received, count(*) filter (where p.valid) as valid, count(*) filter (where p.merged) as merged, count(*) filter (where not p.merged and not p.fair) as excluded,
            count(*) filter (where p.dispatched) as dispatched, count(p.reported_on) as completed, count(p.closed_on) as closed, count(*) filter (where p.open) as open,
            count(*) filter (where p.due) as due, count(*) filter (where p.on_time) as on_time, count(*) filter (where p.answered) as answered, count(*) filter (where p.reached) as reached,
            count(*) filter (where p.solved) as solved, count(*) filter (where p.satisfied) as satisfied, sum(p.report_days) as report_days, sum(p.close_days) as close_days
        from (
            select '' as dimension, '' as part, c.* from cohort c
            union all
            select d.dimension, coalesce(d.part, 'none'), c.*
            from cohort c
            cross join lateral (values ('street', c.street_code), ('firm', c.firm_id::text), ('estate', c.estate_id::text), ('category', c.category), ('source', c.source),
                                       ('request_type', c.request_type)) d (dimension, part)
            where not c.hidden
        ) p
        group by p.dimension, p.part
    )
    select f.figure, p.dimension, p.part, f.value, f.numerator, f.denominator
    from parted p
    cross join lateral (values
        ('complaints_received', p.received::numeric, null::numeric, null::numeric), ('complaints_valid', p.valid, null, null), ('complaints_merged', p.merged, null, null),
        ('complaints_excluded', p.excluded, null, null), ('complaints_dispatched', p.dispatched, null, null), ('complaints_completed', p.completed, null, null),
        ('complaints_closed', p.closed, null, null), ('complaints_open', p.open, null, null), ('complaints_overdue', p.due - p.on_time, null, null),
        ('completion_rate', exact_share(p.completed * 100, p.dispatched, 2), p.completed, p.dispatched), ('on_time_rate', exact_share(p.on_time * 100, p.due, 2), p.on_time, p.due),
        ('response_rate', exact_share(p.answered * 100, p.dispatched, 2), p.answered, p.dispatched), ('solved_rate', exact_share(p.solved * 100, p.reached, 2), p.solved, p.reached),
        ('satisfaction_rate', exact_share(p.satisfied * 100, p.reached, 2), p.satisfied, p.reached),
        ('report_days', exact_share(p.report_days, p.completed, 2), coalesce(p.report_days, 0), p.completed),
        ('close_days', exact_share(p.close_days, p.closed, 2), coalesce(p.close_days, 0), p.closed)
    ) f (figure, value, numerator, denominator)
    where p.dimension <> 'estate' or f.figure in ('complaints_received', 'complaints_overdue', 'response_rate', 'solved_rate', 'satisfaction_rate')
    union all
    select 'complaints_received', 'state', c.state, count(*), null, null
    from complaints c
    where c.district_code = current_district() and c.received_at >= first::timestamptz and c.received_at < next::timestamptz and not c.confidential
    group by c.state
$$;

create or replace function figures_of_registers(first date, next date, moment timestamptz) returns table (figure text, dimension text, key text, value numeric, numerator numeric, denominator numeric)
language sql stable as $$
    select 'firms', '', '', count(*), null::numeric, null::numeric from firms_at(next - 1) f where f.district_code = current_district() and f.status = 'active'
    union all
    select v.figure, case when grouping(e.street_code) = 0 then 'street' else '' end, coalesce(e.street_code, ''), coalesce(sum(v.value), 0), null, null
    from estates_at(next - 1) e
    cross join lateral (values ('estates', 1::numeric), ('households', e.households), ('area', e.area_m2)) v (figure, value)
    where e.district_code = current_district()
    group by grouping sets ((v.figure), (v.figure, e.street_code))
    union all
    select 'contracts', '', '', count(*), null, null from contracts_at(next - 1) c where c.district_code = current_district() and c.in_force and c.service_period @> next - 1
$$;

-- E08: the last list of either kind that was published, of a quarter that was over by then.
create or replace function figures_of_rankings(first date, next date, moment timestamptz) returns table (figure text, dimension text, key text, value numeric, numerator numeric, denominator numeric)
language sql stable as $$
    select 'ranking_' || s.list, 'estate', r.estate_id::text, r.rank, r.counted, s.complaints
    from (
        select distinct on (t.list) t.*
        from ranking_snapshots t
        where t.district_code = current_district() and t.published_at is not null and t.next_day <= next and t.next_day > next - interval '1 year'
        order by t.list, t.next_day desc, t.revision desc
    ) s
    join ranking_rows r on r.district_code = s.district_code and r.ranking_id = s.id and r.listed
$$;

-- Grades as they were last made public by then, and, where that was within the month, what they were before. Better and worse by the order of grades in the newer rulebook.
create or replace function figures_of_credit(first date, next date, moment timestamptz) returns table (figure text, dimension text, key text, value numeric, numerator numeric, denominator numeric)
language sql stable as $$
    with published as materialized (
        select p.id, p.rulebook_id, p.published_on, row_number() over (order by p.as_of desc, p.published_on desc, p.id desc) as age
        from credit_publications p
        where p.district_code = current_district() and p.kind = 'grades' and p.subject_kind = 'firm' and p.withdrawn_at is null and p.published_on < next
    ), graded as materialized (
        select p.age, s.subject_id, s.grade, g.position
        from published p
        join credit_snapshots s on s.district_code = current_district() and s.publication_id = p.id and s.subject_kind = 'firm'
        left join lateral (
            select min(t.position) as position
            from published n
            join credit_rulebooks b on b.district_code = current_district() and b.id = n.rulebook_id
            cross join lateral jsonb_array_elements(credit_part(b.document, 'grades')) with ordinality t (value, position)
            where n.age = 1 and t.value ->> 'grade' = s.grade and coalesce(t.value ->> 'subject', 'firm') = 'firm'
        ) g on true
        where p.age = 1 or p.age = 2 and exists (select from published n where n.age = 1 and n.published_on >= first)
    ), changed as materialized (
        select a.subject_id, b.grade as was, a.grade as now, b.position - a.position as steps
        from graded a join graded b on b.age = 2 and b.subject_id = a.subject_id and b.grade is distinct from a.grade
        where a.age = 1
    )
    select 'firms_graded', case when grouping(g.grade) = 0 then 'grade' else '' end, case when grouping(g.grade) = 0 then coalesce(g.grade, 'none') else '' end, count(*), null::numeric, null::numeric
    from graded g
    where g.age = 1
    group by grouping sets ((), (g.grade))
    union all
    select v.figure, '', '', count(c.subject_id), null, null
    from (values ('grades_raised', 1), ('grades_lowered', -1)) v (figure, way)
    left join changed c on sign(c.steps) = v.way
    group by v.figure
    union all
    select 'grade_changes', 'grade_change', coalesce(c.was, 'none') || '>' || coalesce(c.now, 'none'), count(*), null, null from changed c group by 3
    union all
    select 'grade_steps', 'firm', c.subject_id::text, c.steps, null, null from changed c where c.steps is not null
$$;

-- Ledgers as they stood when the month was over, without what the platform is not to count (issues_untold): what is withheld, and what came from a complaint that is secret by now.
create or replace function figures_of_ledgers(first date, next date, moment timestamptz) returns table (figure text, dimension text, key text, value numeric, numerator numeric, denominator numeric)
language sql stable as $$
    with hidden as materialized (
        select i.id, i.ledger, coalesce(i.street_code, '') as street_code, i.created_at < next::timestamptz as there, coalesce(e.to_state, i.state) as was,
            coalesce(case when coalesce(e.to_state, i.state) in ('assigned', 'rectifying', 'rejected') then i.due_on when e.to_state = 'deferred' then i.deferred_until end < next - 1, false) as was_late
        from complaints c
        join issues i on i.district_code = c.district_code and i.complaint_id = c.id and not i.withheld and not i.rolled_up
        left join lateral (
            select t.to_state from issue_events t where t.district_code = i.district_code and t.issue_id = i.id and t.at < next::timestamptz order by t.seq desc limit 1
        ) e on true
        where c.district_code = current_district() and (c.secret or c.confidential)
    ), stood as materialized (
        select s.ledger, s.street_code, s.state, s.n, s.late from issues_stood(next) s where s.told and s.state not in ('withdrawn', 'overdue')
        union all
        select h.ledger, h.street_code, h.was, -1, -h.was_late::integer from hidden h where h.there and h.was not in ('withdrawn', 'overdue')
    ), counted as (
        select case when grouping(s.ledger) = 0 then 'ledger' when grouping(s.street_code) = 0 then 'street' else '' end as dimension,
            case when grouping(s.ledger) = 0 then s.ledger when grouping(s.street_code) = 0 then coalesce(nullif(s.street_code, ''), 'none') else '' end as key,
            coalesce(sum(s.n), 0) as found, coalesce(sum(s.n) filter (where s.state in ('rectified', 'accepted', 'closed')), 0) as rectified,
            coalesce(sum(s.n) filter (where s.state in ('accepted', 'closed')), 0) as accepted, coalesce(sum(s.n) filter (where s.state = 'closed'), 0) as closed,
            coalesce(sum(s.late), 0) as late, coalesce(sum(s.n) filter (where s.state = 'deferred'), 0) as deferred, coalesce(sum(s.n) filter (where s.state = 'refused'), 0) as refused
        from stood s
        group by grouping sets ((), (s.ledger), (s.street_code))
    ), moved as (
        select 'issues_new' as figure, i.ledger, i.street_code
        from issues i
        where i.district_code = current_district() and i.created_at >= first::timestamptz and i.created_at < next::timestamptz and i.state <> 'withdrawn' and not i.rolled_up and not i.withheld
          and i.id not in (select h.id from hidden h)
        union all
        select 'issues_settled', i.ledger, i.street_code
        from issues i
        where i.district_code = current_district() and i.updated_at >= first::timestamptz and i.closed_at >= first::timestamptz and i.closed_at < next::timestamptz and i.state = 'closed'
          and not i.rolled_up and not i.withheld and i.id not in (select h.id from hidden h)
    )
    select f.figure, c.dimension, c.key, f.value, f.numerator, f.denominator
    from counted c
    cross join lateral (values
        ('issues_found', c.found, null::numeric, null::numeric), ('issues_rectified', c.rectified, null, null), ('issues_accepted', c.accepted, null, null), ('issues_closed', c.closed, null, null),
        ('issues_overdue', c.late, null, null), ('issues_deferred', c.deferred, null, null), ('issues_refused', c.refused, null, null),
        ('issues_rectified_rate', exact_share(c.rectified * 100, c.found, 2), c.rectified, c.found), ('issues_closing_rate', exact_share(c.closed * 100, c.found, 2), c.closed, c.found)
    ) f (figure, value, numerator, denominator)
    union all
    select v.figure, k.dimension, k.key, count(*), null, null
    from moved v
    cross join lateral (values ('ledger', v.ledger), ('street', coalesce(v.street_code, 'none'))) k (dimension, key)
    group by 1, 2, 3
    union all
    select v.figure, '', '', count(m.figure), null, null from (values ('issues_new'), ('issues_settled')) v (figure) left join moved m on m.figure = v.figure group by v.figure
$$;

create or replace function figures_of_inspections(first date, next date, moment timestamptz) returns table (figure text, dimension text, key text, value numeric, numerator numeric, denominator numeric)
language sql stable as $$
    with visits as materialized (
        select i.kind, i.street_code, i.estate_id from inspections i
        where i.district_code = current_district() and i.visited_on >= first and i.visited_on < next and i.state in ('submitted', 'published')
    ), register as materialized (
        select e.id, e.street_code from estates_at(next - 1) e where e.district_code = current_district()
    ), seen as (
        select case when grouping(r.street_code) = 0 then 'street' else '' end as dimension, coalesce(r.street_code, '') as key, count(*) filter (where v.estate_id is not null) as seen, count(*) as estates
        from register r
        left join (select distinct t.estate_id from visits t) v on v.estate_id = r.id
        group by grouping sets ((), (r.street_code))
    )
    select 'inspections', case when grouping(v.kind) = 0 then 'inspection_kind' when grouping(v.street_code) = 0 then 'street' else '' end,
        case when grouping(v.kind) = 0 then v.kind when grouping(v.street_code) = 0 then coalesce(v.street_code, 'none') else '' end, count(*), null::numeric, null::numeric
    from visits v
    group by grouping sets ((), (v.kind), (v.street_code))
    union all
    select 'inspected_estates', s.dimension, s.key, s.seen, null, null from seen s
    union all
    select 'inspection_coverage', s.dimension, s.key, exact_share(s.seen * 100, s.estates, 2), s.seen, s.estates from seen s
$$;

-- What was paid within the month, whatever month it was for.
create or replace function figures_of_money(first date, next date, moment timestamptz) returns table (figure text, dimension text, key text, value numeric, numerator numeric, denominator numeric)
language sql stable as $$
    select p.figure, case when grouping(p.street_code) = 0 then 'street' else '' end, coalesce(p.street_code, ''), coalesce(sum(p.amount), 0), null::numeric, null::numeric
    from (
        select 'subsidy_leg_1' as figure, s.street_code, s.payable as amount
        from subsidy_run_streets s
        where s.district_code = current_district() and s.paid_at >= first::timestamptz and s.paid_at < next::timestamptz
        union all
        select 'subsidy_leg_2', f.street_code, f.paid_amount
        from subsidy_run_firms f
        where f.district_code = current_district() and f.paid_at >= first::timestamptz and f.paid_at < next::timestamptz
    ) p
    group by grouping sets ((p.figure), (p.figure, p.street_code))
    union all
    select 'deposits_received', '', '', coalesce(sum(d.amount), 0), null, null
    from deposits d where d.district_code = current_district() and d.state <> 'cancelled' and d.received_on >= first and d.received_on < next
    union all
    select 'deposits_refunded', '', '', coalesce(sum(r.amount), 0), null, null
    from (
        select i.refunded as amount from deposit_instalments i where i.district_code = current_district() and i.refunded_on >= first and i.refunded_on < next
        union all
        select d.settled_refund from deposits d where d.district_code = current_district() and d.ended_on >= first and d.ended_on < next
    ) r
    union all
    select 'deposits_held', '', '', coalesce(sum(d.amount - coalesce(i.refunded, 0)), 0), null, null
    from deposits d
    left join lateral (
        select sum(t.refunded) as refunded from deposit_instalments t where t.district_code = d.district_code and t.deposit_id = d.id and t.refunded_on < next
    ) i on true
    where d.district_code = current_district() and d.received_on < next and coalesce(d.ended_on >= next, true)
$$;

create or replace function figures_of_enforcement(first date, next date, moment timestamptz) returns table (figure text, dimension text, key text, value numeric, numerator numeric, denominator numeric)
language sql stable as $$
    with listings as materialized (
        select case when grouping(c.street_code) = 0 then 'street' else '' end as dimension, coalesce(c.street_code, '') as key, coalesce(sum(c.listed), 0) as listed, coalesce(sum(c.open), 0) as open,
            coalesce(sum(c.overdue), 0) as overdue, coalesce(sum(c.accepted_in_time), 0) as in_time, coalesce(sum(c.accepted_in_time + c.accepted_late), 0) as accepted
        from listing_counts(first, next, (moment at time zone 'Asia/Shanghai')::date) c
        group by grouping sets ((), (c.street_code))
    ), disclosures as materialized (
        select case when grouping(f.street_code) = 0 then 'street' else '' end as dimension, coalesce(f.street_code, '') as key, coalesce(sum(f.duties), 0) as due, coalesce(sum(f.failed), 0) as failed,
            coalesce(sum(f.late), 0) as late
        from disclosure_failures(next - 1, 1, (moment at time zone 'Asia/Shanghai')::date, true) f
        group by grouping sets ((), (f.street_code))
    ), dishonest as materialized (
        select e.listed_on >= first as new, coalesce(e.ended_on >= next, true) as standing
        from dishonest_entries e
        where e.district_code = current_district() and e.subject = 'firm' and e.listed_on < next and coalesce(e.ended_on >= first, true)
    )
    select f.figure, l.dimension, l.key, f.value, f.numerator, f.denominator
    from listings l
    cross join lateral (values
        ('listings_new', l.listed, null::numeric, null::numeric), ('listings_accepted', l.accepted, null, null), ('listings_open', l.open, null, null), ('listings_overdue', l.overdue, null, null),
        ('listings_on_time_rate', exact_share(l.in_time * 100, l.accepted, 2), l.in_time, l.accepted)
    ) f (figure, value, numerator, denominator)
    union all
    select f.figure, d.dimension, d.key, f.value, f.numerator, f.denominator
    from disclosures d
    cross join lateral (values
        ('disclosures_due', d.due, null::numeric, null::numeric), ('disclosures_failed', d.failed, null, null), ('disclosures_late', d.late, null, null),
        ('disclosure_failure_rate', exact_share((d.failed + d.late) * 100, d.due, 2), d.failed + d.late, d.due)
    ) f (figure, value, numerator, denominator)
    union all
    select 'dishonest_new', '', '', count(*) filter (where e.new), null, null from dishonest e
    union all
    select 'dishonest_standing', '', '', count(*) filter (where e.standing), null, null from dishonest e
$$;

-- Targets by the last that was frozen of each scheme within a year; reports by their last day, of campaigns and of standing duties (I01, I06, L7): what /v1/reporting-rates counts of the month.
create or replace function figures_of_duties(first date, next date, moment timestamptz) returns table (figure text, dimension text, key text, value numeric, numerator numeric, denominator numeric)
language sql stable as $$
    with schemes as materialized (
        select distinct on (t.scheme_code) t.scheme_code, t.met, t.missed, t.warnings
        from target_snapshots t
        where t.district_code = current_district() and t.as_of < next and t.as_of >= next - interval '1 year'
        order by t.scheme_code, t.as_of desc, t.revision desc
    ), reports as materialized (
        select case when grouping(k.dimension) = 0 then k.dimension else '' end as dimension, case when grouping(k.dimension) = 0 then k.key else '' end as key, count(*) as expected,
            count(d.delivered_at) as submitted, count(*) filter (where d.on_time) as on_time
        from (
            select c.owed_by, c.org_code, c.street_code, c.department_id, c.delivered_at, c.on_time, c.due_at from campaign_duties c
            where c.district_code = current_district() and c.due_key >= first and c.due_key < next and c.kind = 'report' and c.state <> 'waived'
            union all
            select r.owed_by, r.org_code, r.street_code, r.department_id, r.delivered_at, r.on_time, r.due_at from due_reports r
            where r.district_code = current_district() and r.due_on >= first and r.due_on < next and r.state <> 'waived'
        ) d
        cross join lateral (values (case when d.owed_by in ('street', 'community') then 'street' else d.owed_by end, case d.owed_by when 'department' then d.department_id::text when 'district' then d.org_code else d.street_code end)) k (dimension, key)
        where d.delivered_at is not null or d.due_at <= moment
        group by grouping sets ((), (k.dimension, k.key))
        having grouping(k.dimension) = 1 or k.dimension <> 'firm' -- of firms the whole alone: the city platform lists no report of any
    )
    select f.figure, case when grouping(s.scheme_code) = 0 then 'scheme' else '' end, coalesce(s.scheme_code, ''), coalesce(sum(f.value), 0), null::numeric, null::numeric
    from schemes s
    cross join lateral (values ('targets_met', s.met), ('targets_missed', s.missed), ('targets_warned', s.warnings)) f (figure, value)
    group by grouping sets ((f.figure), (f.figure, s.scheme_code))
    union all
    select f.figure, r.dimension, r.key, f.value, f.numerator, f.denominator
    from reports r
    cross join lateral (values
        ('reports_expected', r.expected::numeric, null::numeric, null::numeric), ('reports_submitted', r.submitted, null, null),
        ('reporting_rate', exact_share(r.submitted * 100, r.expected, 2), r.submitted, r.expected), ('reports_on_time_rate', exact_share(r.on_time * 100, r.expected, 2), r.on_time, r.expected)
    ) f (figure, value, numerator, denominator)
$$;

-- Counted for a package that is being frozen, once. Of what is broken down, what is nothing is left out; what is of the whole district is there, as nothing.
create or replace function exchange_count_figures(wanted_district text, package uuid, month text) returns bigint language plpgsql volatile security definer
set search_path = public, pg_temp set timezone = 'Asia/Shanghai' set jit = off as $$
declare
    first constant date := to_date(month || '-01', 'YYYY-MM-DD');
    next constant date := (to_date(month || '-01', 'YYYY-MM-DD') + interval '1 month')::date;
    before constant text := current_district();
    counted bigint;
begin
    perform context_set('district', wanted_district);
    insert into exchange_figures (district_code, package_id, position, figure, dimension, key, value, numerator, denominator)
    select wanted_district, package, row_number() over (order by k.place, f.dimension, f.key), k.figure, coalesce(f.dimension, ''), coalesce(f.key, ''),
        case when f.figure is not null then f.value when k.kind in ('count', 'standing') and k.unit <> '%' then 0 end,
        case when f.figure is not null then f.numerator when k.kind in ('rate', 'average') then 0 end, case when f.figure is not null then f.denominator when k.kind in ('rate', 'average') then 0 end
    from exchange_figure_kinds() k
    left join (
        select * from figures_of_registers(first, next, now())
        union all
        select * from figures_of_complaints(first, next, now())
        union all
        select * from figures_of_rankings(first, next, now())
        union all
        select * from figures_of_credit(first, next, now())
        union all
        select * from figures_of_ledgers(first, next, now())
        union all
        select * from figures_of_inspections(first, next, now())
        union all
        select * from figures_of_money(first, next, now())
        union all
        select * from figures_of_enforcement(first, next, now())
        union all
        select * from figures_of_duties(first, next, now())
    ) f on f.figure = k.figure and (f.dimension = '' or f.value <> 0 or f.denominator > 0)
    where f.figure is not null or k.figure not like 'ranking\_%' and k.figure not in ('grade_changes', 'grade_steps');
    get diagnostics counted = row_count;
    perform context_set('district', before);
    return counted;
end $$;

do $do$
declare
    one record;
begin
    for one in select p.oid::regprocedure as what from pg_proc p where p.pronamespace = 'public'::regnamespace and (p.proname like 'figures\_of\_%' or p.proname = 'exchange_count_figures') loop
        execute format('revoke all on function %s from public', one.what);
    end loop;
end $do$;
grant execute on function exchange_count_figures(text, uuid, text) to wuye_worker;

reset role;
