-- What of a street or a department is measured, each by a function of its name: body_measure_<name>(kind, first, next, moment) has a row for each body that there is something to count of:
-- of what happened in the period, as it has become by the moment; of what stands, as it stood when the period's last day was over. A new one is a function here, a row of body_measures(), and a code of the list body_measure. No role calls them: they run within
-- body_assessment_make(), as the owner, for the caller's district.
set role wuye_owner;

-- rate: of something, in percent; others are counts, where nothing means none.
create or replace function body_measures() returns table (name text, bodies text[], rate boolean) language sql immutable parallel safe as $$
    values
        ('reports_on_time', '{street,department}'::text[], true),
        ('reports_submitted', '{street,department}', true),
        ('results_accepted', '{street,department}', true),
        ('issues_closed', '{street}', true),
        ('issues_overdue', '{street}', true),
        ('complaints_on_time', '{street}', true),
        ('complaints_answered', '{street}', true),
        ('complaints_satisfied', '{street}', true),
        ('rankings_listed', '{street}', false),
        ('listings_open', '{street}', false),
        ('listings_overdue', '{street}', true),
        ('watch_helped', '{street}', true),
        ('enforcement_joint', '{street}', true),
        ('staffing_filled', '{street}', true),
        ('mechanism_3338', '{street}', true),
        ('liaisons_named', '{street}', true),
        ('whistles_late', '{department}', true),
        ('accountability', '{street,department}', false),
        ('criticism', '{street,department}', false),
        ('listings_on_time', '{street}', true),
        ('disclosures_failed', '{street}', true),
        ('targets_met', '{street}', true)
$$;

-- Reports owed under campaigns and standing duties, and results, by their last day (I01, I06).
create or replace function body_duties(kind text, first date, next date, wanted text)
returns table (body_code text, expected bigint, submitted bigint, on_time bigint, accepted bigint) language sql stable as $$
    select case d.owed_by when 'street' then d.street_code else d.department_id::text end, count(*), count(d.delivered_at), count(*) filter (where d.on_time),
        count(*) filter (where d.state = 'accepted')
    from (
        select d.owed_by, d.street_code, d.department_id, d.delivered_at, d.on_time, d.state from campaign_duties d
        where d.district_code = current_district() and d.due_key >= body_duties.first and d.due_key < body_duties.next and d.owed_by = body_duties.kind and d.kind = wanted
        union all
        select r.owed_by, r.street_code, r.department_id, r.delivered_at, r.on_time, r.state from due_reports r
        where r.district_code = current_district() and r.due_on >= body_duties.first and r.due_on < body_duties.next and r.owed_by = body_duties.kind and wanted = 'report'
    ) d
    where d.state <> 'waived'
    group by 1
$$;

create or replace function body_measure_reports_on_time(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select d.body_code, d.on_time, d.expected, jsonb_build_object('expected', d.expected, 'submitted', d.submitted, 'on_time', d.on_time) from body_duties(kind, first, next, 'report') d
$$;

create or replace function body_measure_reports_submitted(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select d.body_code, d.submitted, d.expected, jsonb_build_object('expected', d.expected, 'submitted', d.submitted, 'on_time', d.on_time) from body_duties(kind, first, next, 'report') d
$$;

create or replace function body_measure_results_accepted(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select d.body_code, d.accepted, d.expected, jsonb_build_object('expected', d.expected, 'submitted', d.submitted, 'accepted', d.accepted) from body_duties(kind, first, next, 'result') d
$$;

-- Issues as they stood at the period's end, each matter once. From the sums that are kept and what has moved since, with what was touched after the period taken out and put
-- back as it was; never by counting issues. late: past its day, where it was to be done; of one that was touched since, the day that it has now.
create or replace function issues_stood(next date) returns table (ledger text, street_code text, told boolean, state text, n bigint, late integer) language sql stable as $$
    with told as (
        select next::timestamp at time zone 'Asia/Shanghai' as until, next - 1 as day
    ), touched as materialized (
        select i.ledger, i.street_code, not i.withheld as told, i.state, i.rolled_up, i.open_due, i.created_at < k.until as there, coalesce(e.to_state, i.state) as was,
            -- Rolled up since: it counted for itself then.
            i.rolled_up and (select max(l.linked_at) from issue_links l where l.district_code = i.district_code and l.street_issue_id = i.id) < k.until as was_rolled_up,
            coalesce(case when coalesce(e.to_state, i.state) in ('assigned', 'rectifying', 'rejected') then i.due_on when e.to_state = 'deferred' then i.deferred_until end < k.day, false) as was_late
        from told k
        join issues i on i.district_code = current_district() and i.updated_at >= k.until
        left join lateral (
            select t.to_state from issue_events t
            where t.district_code = i.district_code and t.issue_id = i.id and t.at < k.until
            order by t.seq desc
            limit 1
        ) e on true
    )
    select t.ledger, t.street_code, not t.withheld, t.state, t.n, 0 from issue_sums t where t.district_code = current_district() and not t.rolled_up and t.street_code <> '*'
    union all
    select m.ledger, m.street_code, not m.withheld, m.state, m.n, 0 from issue_moves m where m.district_code = current_district() and not m.rolled_up
    union all
    select t.ledger, coalesce(t.street_code, ''), t.told, t.state, -1, case when t.open_due < k.day then -1 else 0 end from touched t cross join told k where not t.rolled_up
    union all
    select t.ledger, coalesce(t.street_code, ''), t.told, t.was, 1, t.was_late::integer from touched t where t.there and not t.was_rolled_up
    union all
    select t.ledger, coalesce(t.street_code, ''), not t.withheld, t.state, 0, 1
    from told k join issues t on t.district_code = current_district() and t.open_due < k.day and t.open_due < 'infinity' where not t.rolled_up
$$;

create or replace function body_issues(next date) returns table (body_code text, recorded numeric, closed numeric, late numeric) language sql stable as $$
    select s.street_code, sum(s.n), coalesce(sum(s.n) filter (where s.state = 'closed'), 0), sum(s.late)
    from issues_stood(next) s
    where s.street_code <> '' and s.state not in ('withdrawn', 'overdue')
    group by 1
    having sum(s.n) > 0
$$;

create or replace function body_measure_issues_closed(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select i.body_code, i.closed, i.recorded, jsonb_build_object('recorded', i.recorded, 'closed', i.closed) from body_issues(next) i
$$;

create or replace function body_measure_issues_overdue(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select i.body_code, i.late, i.recorded - i.closed, jsonb_build_object('open', i.recorded - i.closed, 'overdue', i.late) from body_issues(next) i
$$;

-- Complaints that came in the period, by the street that they arose in, as a street's own statistics count them: one about a leak or retaliation is the district's alone, and a street that
-- were told one more than it can list would learn of it.
create or replace function body_complaints(first date, next date, moment timestamptz)
returns table (street_code text, due boolean, on_time boolean, dispatched boolean, answered boolean, reached boolean, satisfied boolean) language sql stable as $$
    select o.street_code, o.due, o.on_time, o.dispatched, o.answered, o.reached, o.satisfied
    from complaint_outcomes(first, next, next - 1, moment) o
    where o.street_code is not null and o.id not in (select c.id from complaints c where c.district_code = current_district() and c.confidential)
$$;

create or replace function body_measure_complaints_on_time(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select o.street_code, count(*) filter (where o.on_time), count(*) filter (where o.due), jsonb_build_object('received', count(*), 'due', count(*) filter (where o.due), 'on_time', count(*) filter (where o.on_time))
    from body_complaints(first, next, moment) o
    group by 1
$$;

create or replace function body_measure_complaints_answered(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select o.street_code, count(*) filter (where o.answered), count(*) filter (where o.dispatched),
        jsonb_build_object('received', count(*), 'dispatched', count(*) filter (where o.dispatched), 'answered', count(*) filter (where o.answered))
    from body_complaints(first, next, moment) o
    group by 1
$$;

create or replace function body_measure_complaints_satisfied(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select o.street_code, count(*) filter (where o.satisfied), count(*) filter (where o.reached),
        jsonb_build_object('received', count(*), 'reached', count(*) filter (where o.reached), 'satisfied', count(*) filter (where o.satisfied))
    from body_complaints(first, next, moment) o
    group by 1
$$;

-- E08: estates among the first places of a published ranking of a quarter of the period, by the last revision that was published.
create or replace function body_measure_rankings_listed(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select r.street_code, count(*), null::numeric, jsonb_build_object('estates', jsonb_agg(jsonb_build_object('list', s.list, 'quarter', s.quarter, 'estate_code', r.estate_code, 'rank', r.rank)
                                                                                           order by s.quarter, s.list, r.position))
    from (
        select distinct on (t.list, t.quarter) t.*
        from ranking_snapshots t
        where t.district_code = current_district() and t.published_at is not null and t.first_day >= body_measure_rankings_listed.first and t.next_day <= body_measure_rankings_listed.next
        order by t.list, t.quarter, t.revision desc
    ) s
    join ranking_rows r on r.district_code = s.district_code and r.ranking_id = s.id and r.listed
    group by 1
$$;

-- H02: estates that were listed under supervision and not accepted when the period's last day was over.
create or replace function body_measure_listings_open(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select c.street_code, c.open, null::numeric, jsonb_build_object('open', c.open) from listing_counts(first, next, next) c where c.open > 0
$$;

create or replace function body_measure_listings_overdue(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select c.street_code, c.overdue, c.open, jsonb_build_object('open', c.open, 'overdue', c.overdue) from listing_counts(first, next, next) c where c.open > 0
$$;

-- H05: watched estates that were helped on site within the period.
create or replace function body_measure_watch_helped(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select w.street_code, count(*) filter (where h.helped), count(*), jsonb_build_object('watched', count(*), 'helped', count(*) filter (where h.helped))
    from watch_entries w
    cross join lateral (select exists (
        select from watch_helps t where t.district_code = w.district_code and t.entry_id = w.id and t.helped_on >= body_measure_watch_helped.first and t.helped_on < body_measure_watch_helped.next
    ) as helped) h
    where w.district_code = current_district() and w.since < body_measure_watch_helped.next and coalesce(w.ended_on > body_measure_watch_helped.first, true)
    group by 1
$$;

-- Joint enforcement asked for within the period, and done.
create or replace function body_measure_enforcement_joint(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select c.street_code, count(c.enforced_at), count(*), jsonb_build_object('reported', count(*), 'enforced', count(c.enforced_at))
    from enforcement_cases c
    where c.district_code = current_district() and c.route = 'joint' and c.state <> 'rejected'
      and c.reported_at >= first::timestamp at time zone 'Asia/Shanghai' and c.reported_at < next::timestamp at time zone 'Asia/Shanghai'
    group by 1
$$;

-- 3/2/1: places of staff that have to be filled, on the last day; who is too many here fills no place elsewhere.
create or replace function body_measure_staffing_filled(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select s.street_code, sum(s.minimum - s.gap), sum(s.minimum), jsonb_build_object('minimum', sum(s.minimum), 'gap', sum(s.gap))
    from staffing_at(next - 1) s
    where s.street_code is not null
    group by 1
$$;

-- The 17 items of 3338, by the last reports up to the last day.
create or replace function body_measure_mechanism_3338(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select o.street_code, n.done, n.total, jsonb_build_object('done', n.done, 'total', n.total)
    from campaign_orgs(current_district(), next - 1) o
    cross join lateral (
        select count(*) as total, count(*) filter (where l.done) as done
        from checklist_items i
        left join lateral (
            select r.done from checklist_reports r
            where r.district_code = current_district() and r.checklist_code = i.checklist_code and r.street_code = o.street_code and r.item_code = i.item_code
              and r.reported_at < next::timestamp at time zone 'Asia/Shanghai'
            order by r.reported_at desc, r.id desc
            limit 1
        ) l on true
        where i.checklist_code = 'mechanism_3338' and i.effective_from < next and coalesce(i.effective_to > next - 1, true)
    ) n
    where o.owed_by = 'street'
$$;

-- A05: campaigns under way within the period for which the street has named its one person, on the last day.
create or replace function body_measure_liaisons_named(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select o.street_code, count(*) filter (where k.named), count(*), jsonb_build_object('campaigns', jsonb_agg(jsonb_build_object('code', c.code, 'named', k.named) order by c.code))
    from campaigns c
    cross join lateral campaign_orgs(c.district_code, next - 1) o
    cross join lateral (select exists (
        select from liaisons l where l.district_code = c.district_code and l.campaign = c.code and l.street_code = o.street_code and l.valid_from < next and coalesce(l.valid_to > next - 1, true)
    ) as named) k
    where c.district_code = current_district() and o.owed_by = 'street' and c.opened_at < next::timestamp at time zone 'Asia/Shanghai'
      and coalesce(c.closed_at >= first::timestamp at time zone 'Asia/Shanghai', true)
    group by 1
$$;

-- K10: departments that were called and came, or finished, too late or not at all.
create or replace function body_measure_whistles_late(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select c.department_id::text, count(*) filter (where k.late), count(*), jsonb_build_object('called', count(*), 'late', count(*) filter (where k.late))
    from whistle_calls c
    cross join lateral (select coalesce(c.result in ('late', 'not_reported') or c.result is null
        and (coalesce(c.responded_at, moment) >= c.respond_due or coalesce(c.on_site_at, moment) >= c.on_site_due or moment >= c.result_due), false) as late) k
    where c.district_code = current_district() and c.asked_at >= first::timestamp at time zone 'Asia/Shanghai' and c.asked_at < next::timestamp at time zone 'Asia/Shanghai'
    group by 1
$$;

-- E10: records of 不吹哨、不报到、不尽责 that were confirmed within the period; what a community did not call for counts for its street.
create or replace function body_measure_accountability(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select case body_measure_accountability.kind when 'street' then r.street_code else r.department_id::text end, count(*), null::numeric, jsonb_build_object('confirmed', count(*))
    from accountability_records r
    where r.district_code = current_district() and r.state in ('confirmed', 'notified') and (r.department_id is null) = (body_measure_accountability.kind = 'street')
      and r.decided_at >= first::timestamp at time zone 'Asia/Shanghai' and r.decided_at < next::timestamp at time zone 'Asia/Shanghai'
    group by 1
$$;

-- I11.
create or replace function body_measure_criticism(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select n.body_code, count(*), null::numeric, jsonb_build_object('notices', jsonb_agg(n.notice_no order by n.notice_no))
    from criticism_notices n
    where n.district_code = current_district() and n.body_kind = body_measure_criticism.kind and n.issued_on >= first and n.issued_on < next
    group by 1
$$;

-- H01: listings accepted within the period, by the day that was set for them or later.
create or replace function body_measure_listings_on_time(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select c.street_code, c.accepted_in_time, c.accepted_in_time + c.accepted_late, jsonb_build_object('in_time', c.accepted_in_time, 'late', c.accepted_late)
    from listing_counts(first, next, next) c
    where c.accepted_in_time + c.accepted_late > 0
$$;

-- J01–J07: what had to be made public in the months of the period, in the estates of the street, and was not or too late.
create or replace function body_measure_disclosures_failed(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select f.street_code, f.failed + f.late, f.duties, jsonb_build_object('duties', f.duties, 'failed', f.failed, 'late', f.late)
    from disclosure_failures(next - 1, (extract(year from age(next, first)) * 12 + extract(month from age(next, first)))::integer, (moment at time zone 'Asia/Shanghai')::date, true) f
$$;

-- L2: targets of streets that were met, by the last that was frozen of each scheme within the period.
create or replace function body_measure_targets_met(kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language sql stable as $$
    select v.street_code, count(*) filter (where v.state = 'met'), count(*),
        jsonb_build_object('met', count(*) filter (where v.state = 'met'), 'missed', count(*) filter (where v.state = 'missed'), 'warning', count(*) filter (where v.state = 'warning'),
                           'snapshots', jsonb_agg(distinct jsonb_build_object('scheme', s.scheme_code, 'as_of', s.as_of, 'revision', s.revision)))
    from (
        select distinct on (t.scheme_code) t.*
        from target_snapshots t
        where t.district_code = current_district() and t.as_of >= body_measure_targets_met.first and t.as_of < body_measure_targets_met.next
        order by t.scheme_code, t.as_of desc, t.revision desc
    ) s
    join target_snapshot_values v on v.district_code = s.district_code and v.snapshot_id = s.id
    where v.street_code is not null and v.binding and v.state in ('met', 'missed', 'warning')
    group by 1
$$;

create or replace function body_measure(wanted text, kind text, first date, next date, moment timestamptz) returns table (body_code text, numerator numeric, denominator numeric, inputs jsonb)
language plpgsql stable as $$
begin
    if wanted is null then
        return;
    end if;
    return query execute format('select m.body_code, m.numerator, m.denominator, m.inputs from %I($1, $2, $3, $4) m', 'body_measure_' || wanted) using kind, first, next, moment;
end $$;

do $do$
declare
    one record;
begin
    for one in select p.oid::regprocedure as what from pg_proc p where p.pronamespace = 'public'::regnamespace and (p.proname like 'body\_measure%' or p.proname in ('body_duties', 'issues_stood', 'body_issues', 'body_complaints')) loop
        execute format('revoke all on function %s from public', one.what);
    end loop;
end $do$;
grant execute on function body_measures() to wuye_district, wuye_street;

reset role;
