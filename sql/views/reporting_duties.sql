-- Standing reporting duties and what is owed under them, as they are answered.
set role wuye_owner;

drop view if exists reporting_duty_cards cascade;
create view reporting_duty_cards with (security_invoker = true) as
select r.id, r.district_code = '*' as shipped, r.code, r.kind, r.title_zh, r.title_en, r.content, r.owed_by, r.departments, r.cadence, r.due_month, r.due_day, r.due_on, r.shift, r.source,
    r.effective_from, r.effective_to, r.end_reason, r.version, r.created_at, r.updated_at
from reporting_duties r;

create function reporting_duty_card(duty uuid) returns setof reporting_duty_cards language sql volatile as $$
    select r.* from reporting_duty_cards r where r.id = duty
$$;

drop view if exists due_report_cards cascade;
create view due_report_cards with (security_invoker = true) as
select r.id, r.duty_id, r.code, r.kind, r.title_zh, r.title_en, r.cadence, r.period, r.period_from, r.period_to, r.owed_by, r.org_code, r.org_name, r.street_code, r.community_code,
    r.department, r.firm_id, r.due_on, r.due_at, k.locks_at, r.state, r.state in ('open', 'returned') and r.due_at <= now() as overdue,
    due_report_locked(r.state, r.due_on, r.reopened_until, k.locks_at, r.district_code, now()) as locked, r.reopened_until, r.delivered_at, r.on_time,
    (select coalesce(json_agg(json_build_object('seq', s.seq, 'content', s.content, 'reference', s.reference, 'on_time', s.on_time, 'submitted_at', s.submitted_at,
                                                'submitted_role', s.submitted_role, 'decision', x.decision, 'reason', x.reason, 'decided_at', x.decided_at,
                                                'decided_role', x.decided_role) order by s.seq), '[]')
     from due_report_submissions s
     left join due_report_decisions x on x.district_code = s.district_code and x.report_id = s.report_id and x.seq = s.seq
     where s.district_code = r.district_code and s.report_id = r.id) as submissions,
    (select coalesce(json_agg(json_build_object('until', o.until, 'reason', o.reason, 'reopened_at', o.reopened_at) order by o.seq), '[]')
     from due_report_reopenings o where o.district_code = r.district_code and o.report_id = r.id) as reopenings,
    r.version, r.created_at, r.updated_at
from due_reports r
left join lateral rule_at('report_lock_days', r.cadence, r.due_on) v on true
cross join lateral (select due_report_locks_at(r.due_on, r.reopened_until, v.value) as locks_at) k;

-- After what the same statement wrote: volatile, so that it sees that.
create function due_report_card(report uuid) returns setof due_report_cards language sql volatile as $$
    select r.* from due_report_cards r where r.id = report
$$;

-- All that anybody owes by a day, under campaigns and standing duties alike.
drop view if exists owed_reports cascade;
create view owed_reports with (security_invoker = true) as
select d.district_code, 'campaign' as source, d.id, d.campaign_id, d.kind, d.title_zh, d.title_en, d.period, d.owed_by, d.org_code, d.org_name, d.street_code, d.community_code, d.department_id,
    d.department, null::uuid as firm_id, d.due_on, d.due_at, d.due_key, d.state, d.delivered_at, d.on_time
from campaign_duties d
union all
select r.district_code, 'standing', r.id, null, 'report', r.title_zh, r.title_en, r.period, r.owed_by, r.org_code, r.org_name, r.street_code, r.community_code, r.department_id,
    r.department, r.firm_id, r.due_on, r.due_at, r.due_on, r.state, r.delivered_at, r.on_time
from due_reports r;

-- What can be handed in and is due soon, or late: from as many days before the last as the rule of that day says, until it is delivered or locked. Firms owe nothing under campaigns, and do not
-- read what others do.
drop view if exists as_company.reminder_cards, reminder_cards cascade;
create view as_company.reminder_cards with (security_invoker = true) as
select r.district_code, 'standing' as source, r.id, r.title_zh, r.title_en, r.period, r.owed_by, r.org_code, r.org_name, r.street_code, r.community_code, r.department, r.firm_id, r.due_on,
    r.due_at, case when r.due_at <= now() then 'late' else 'due_soon' end as stage, r.due_on - (now() at time zone 'Asia/Shanghai')::date as days_left, r.state
from due_reports r
left join lateral rule_at('report_remind_days', r.cadence, r.due_on, r.district_code) n on true
left join lateral rule_at('report_lock_days', r.cadence, r.due_on, r.district_code) l on true
where r.state in ('open', 'returned') and r.due_on - coalesce(n.value, 0)::integer <= (now() at time zone 'Asia/Shanghai')::date
  and not due_report_locked(r.state, r.due_on, r.reopened_until, due_report_locks_at(r.due_on, r.reopened_until, l.value), r.district_code, now());
create view reminder_cards with (security_invoker = true) as
select * from as_company.reminder_cards
union all
select d.district_code, 'campaign', d.id, d.title_zh, d.title_en, d.period, d.owed_by, d.org_code, d.org_name, d.street_code, d.community_code, d.department, null, d.due_on, d.due_at,
    case when d.due_at <= now() then 'late' else 'due_soon' end, d.due_on - (now() at time zone 'Asia/Shanghai')::date, d.state
from campaign_duties d
left join lateral rule_at('report_remind_days', 'once', d.due_on, d.district_code) n on true
where d.state in ('open', 'returned') and d.due_on - coalesce(n.value, 0)::integer <= (now() at time zone 'Asia/Shanghai')::date;

revoke all on reporting_duty_cards, due_report_cards, owed_reports, reminder_cards, as_company.reminder_cards from wuye_member;
grant select on reporting_duty_cards, due_report_cards to wuye_district, wuye_street, wuye_community, wuye_company;
grant select on owed_reports, reminder_cards to wuye_district, wuye_street, wuye_community;
grant select on as_company.reminder_cards to wuye_district, wuye_street, wuye_community, wuye_company;
grant execute on function reporting_duty_card(uuid) to wuye_district;
grant execute on function due_report_card(uuid) to wuye_district, wuye_street, wuye_community, wuye_company;

reset role;
