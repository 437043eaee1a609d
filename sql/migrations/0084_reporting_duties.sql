-- What bodies and firms report again and again, belonging to no campaign (L7, I01, I06, I07, I09, I14): the duty as data, what each owes for each period, what was handed in and what was
-- said of it, what was told of it beforehand and when it became late.
set local role wuye_owner;

-- A duty, from a day on. Those of '*' are shipped to start from, and nobody owes them. When a period's report is due is said from the last month of the period: 0 is that month itself,
-- 1 the next; a shorter month's last day takes the place of a day that it does not have.
create table reporting_duties (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    code text collate "C" not null,
    kind text collate "C" not null,
    title_zh text not null,
    title_en text not null,
    content text not null, -- what the report has to hold
    owed_by text collate "C" not null,
    departments text[], -- their codes; null: every one
    cadence text collate "C" not null,
    due_month integer,
    due_day integer,
    due_on date,
    shift text collate "C" not null default 'none',
    source text not null,
    effective_from date not null,
    effective_to date, -- the day after the last
    end_reason text,
    made_to date, -- through which day what is owed has been made
    created_by uuid,
    created_at timestamptz not null default now(),
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    constraint reporting_duties_key primary key (district_code, id),
    constraint reporting_duties_code_word check (code ~ '^[a-z0-9][a-z0-9_-]*$'),
    constraint reporting_duties_kind_known check (kind in ('progress', 'rectification', 'tables', 'key_work', 'assessment', 'summary', 'complaints')),
    constraint reporting_duties_owed_by_known check (owed_by in ('district', 'street', 'community', 'department', 'firm')),
    constraint reporting_duties_departments_fit check (departments is null or owed_by = 'department'),
    constraint reporting_duties_cadence_known check (cadence in ('once', 'monthly', 'quarterly', 'half_yearly', 'yearly')),
    constraint reporting_duties_due_fits check (case cadence when 'once' then due_on is not null and num_nonnulls(due_month, due_day) = 0
        else due_on is null and num_nulls(due_month, due_day) = 0 end),
    constraint reporting_duties_due_day check (due_day between 1 and 31),
    constraint reporting_duties_due_month check (due_month between case cadence when 'monthly' then 0 when 'quarterly' then -2 when 'half_yearly' then -5 else -11 end and 12),
    constraint reporting_duties_shift_known check (shift in ('none', 'next_working_day')),
    constraint reporting_duties_period check (effective_to >= effective_from),
    constraint reporting_duties_end_has_reason check ((effective_to is null) = (end_reason is null)),
    constraint reporting_duties_one exclude using gist (district_code with =, code with =, daterange(effective_from, effective_to) with &&)
);
create index reporting_duties_newest on reporting_duties (district_code, effective_from desc, id desc);

insert into reporting_duties (district_code, code, kind, title_zh, title_en, content, owed_by, cadence, due_month, due_day, source, effective_from) values
    ('*', 'progress_27', 'progress', '月度工作开展及问题整改情况', 'Progress and rectification of the month', '工作开展情况、问题整改情况', 'street', 'monthly', 0, 27,
     '000：于每月27日前将工作开展情况及问题整改情况报送', '2020-01-01'),
    ('*', 'progress_3', 'tables', '上月工作进展情况和相关报表', 'Progress and tables of the month before', '上个月工作进展情况和相关报表', 'street', 'monthly', 1, 3,
     '002：每月3日前报送上个月工作进展情况和相关报表', '2020-01-01'),
    ('*', 'key_work', 'key_work', '重点工作进展、重要工作情况和典型经验做法', 'Key work, important matters and good practice', '重点工作进展、重要工作情况、典型经验做法', 'street', 'quarterly', 0, 31,
     '002：按照时间节点报送；推定：按季度末', '2020-01-01'),
    ('*', 'assessment_quarter', 'assessment', '季度考核情况', 'Assessment of the quarter', '对辖区物业服务项目的季度考核结果', 'street', 'quarterly', 1, 10, '001、004：季度考核；推定：季后10日', '2020-01-01'),
    ('*', 'assessment_half_year', 'assessment', '半年考核情况', 'Assessment of the half-year', '对辖区物业服务项目的半年考核结果', 'street', 'half_yearly', 1, 10, '001：半年考核；推定：半年后10日', '2020-01-01'),
    ('*', 'summary_year', 'summary', '年度工作总结', 'Summary of the year', '全年工作总结和年终评比材料', 'street', 'yearly', 0, 31, '004：年终评比；推定：年末', '2020-01-01'),
    ('*', 'firm_complaints', 'complaints', '企业投诉处理和违规劝阻情况', 'Complaints handled and violations dissuaded by the firm', '投诉处理情况、违规行为劝阻和报告情况、需协调解决的问题', 'firm', 'quarterly', 1, 10,
     '推定：企业按季度报告', '2020-01-01');

-- What one body or firm owes for one period, as the duty called it. Late from due_at on, which is the first moment of the day after due_on. What was returned is not delivered; delivered_at
-- and on_time are those of the submission that stands. Reopened: nothing locks it through the end of that day.
create table due_reports (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    duty_id uuid not null,
    code text collate "C" not null,
    kind text collate "C" not null,
    title_zh text not null,
    title_en text not null,
    cadence text collate "C" not null,
    period text collate "C" not null, -- 2026-11, 2026-Q4, 2026-H2, 2026, or nothing
    period_from date not null,
    period_to date not null, -- the day after the last
    owed_by text collate "C" not null,
    org_code text collate "C" not null, -- of the division, of the department with its id, or the firm's credit code
    org_name text not null,
    street_code text collate "C",
    community_code text collate "C",
    department_id uuid,
    department text collate "C",
    firm_id uuid,
    due_on date not null, -- the last day
    due_at timestamptz not null generated always as ((due_on + 1)::timestamp at time zone 'Asia/Shanghai') stored,
    state text collate "C" not null default 'open',
    submissions integer not null default 0,
    submitted_by uuid,
    delivered_at timestamptz,
    on_time boolean,
    reopened_until date,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint due_reports_key primary key (district_code, id),
    constraint due_reports_one unique (district_code, duty_id, period, org_code),
    constraint due_reports_duty foreign key (district_code, duty_id) references reporting_duties,
    constraint due_reports_department foreign key (district_code, department_id) references departments,
    constraint due_reports_firm foreign key (district_code, firm_id) references firms,
    constraint due_reports_org_fits check (num_nonnulls(street_code, community_code, department_id, firm_id) = case owed_by when 'district' then 0 when 'community' then 2 else 1 end
        and case owed_by when 'street' then street_code is not null when 'community' then community_code is not null and street_code is not null when 'department' then department_id is not null
                         when 'firm' then firm_id is not null else true end),
    constraint due_reports_state_known check (state in ('open', 'submitted', 'accepted', 'returned', 'waived')),
    constraint due_reports_delivered check ((delivered_at is not null) = (state in ('submitted', 'accepted')) and (delivered_at is null) = (on_time is null))
);
create index due_reports_by_due on due_reports (district_code, due_on, id);
create index due_reports_of_street on due_reports (district_code, street_code, due_on, id) where street_code is not null;
create index due_reports_of_community on due_reports (district_code, community_code, due_on, id) where community_code is not null;
create index due_reports_of_firm on due_reports (district_code, firm_id, due_on, id) where firm_id is not null;
create index due_reports_pending on due_reports (district_code, due_on, id) where state in ('open', 'returned');

-- Every submission, what was said of it, and every time that what was locked was opened again; none is ever changed.
create table due_report_submissions (
    district_code text collate "C" not null,
    report_id uuid not null,
    seq integer not null,
    content text not null,
    reference text, -- number of a document, or where the tables are
    on_time boolean not null,
    submitted_at timestamptz not null,
    submitted_by uuid,
    submitted_role text collate "C" not null,
    constraint due_report_submissions_key primary key (district_code, report_id, seq),
    constraint due_report_submissions_report foreign key (district_code, report_id) references due_reports
);
create table due_report_decisions (
    district_code text collate "C" not null,
    report_id uuid not null,
    seq integer not null, -- of the submission
    decision text collate "C" not null,
    reason text,
    decided_at timestamptz not null,
    decided_by uuid,
    decided_role text collate "C" not null,
    constraint due_report_decisions_key primary key (district_code, report_id, seq),
    constraint due_report_decisions_submission foreign key (district_code, report_id, seq) references due_report_submissions,
    constraint due_report_decisions_decision_known check (decision in ('accepted', 'returned')),
    constraint due_report_decisions_returned_for check (decision = 'accepted' or reason is not null)
);
create table due_report_reopenings (
    district_code text collate "C" not null,
    report_id uuid not null,
    seq integer not null,
    until date not null,
    reason text not null,
    reopened_at timestamptz not null,
    reopened_by uuid,
    constraint due_report_reopenings_key primary key (district_code, report_id, seq),
    constraint due_report_reopenings_report foreign key (district_code, report_id) references due_reports
);

create table due_report_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    constraint due_report_transitions_key primary key (from_state, action)
);
insert into due_report_transitions (from_state, action, to_state) values
    ('open', 'submit', 'submitted'),
    ('returned', 'submit', 'submitted'),
    ('submitted', 'accept', 'accepted'),
    ('submitted', 'return', 'returned'),
    ('open', 'reopen', 'open'),
    ('returned', 'reopen', 'returned'),
    ('open', 'end', 'waived');

insert into rule_names (name, domain, kind, lowest, highest, units, subjects, position)
select n.name, 'duty', 'integer', 0, n.highest, '{days}', '{*,once,monthly,quarterly,half_yearly,yearly}', (select max(position) from rule_names) + n.number
from (values ('report_lock_days', 366, 1), ('report_remind_days', 31, 2)) n (name, highest, number);
insert into district_rules (district_code, domain, name, subject, value, unit, basis, effective_from) values
    ('*', 'duty', 'report_lock_days', '*', 15, 'days', '推定：文件未规定逾期多少日后不再接收报送材料', '2020-01-01'),
    ('*', 'duty', 'report_remind_days', '*', 3, 'days', '推定：文件未规定提前多少日提醒报送', '2020-01-01');

-- What was told of a report: once when it was due soon, once when it was late. Log positions as in complaint_events, so that whoever follows passes nothing over.
create table report_reminders (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    source text collate "C" not null,
    report_id uuid not null,
    stage text collate "C" not null,
    title_zh text not null,
    title_en text not null,
    period text collate "C" not null,
    owed_by text collate "C" not null,
    org_code text collate "C" not null,
    org_name text not null,
    due_at timestamptz not null,
    at timestamptz not null,
    log_position bigint not null default complaint_log_position(),
    constraint report_reminders_key primary key (district_code, id),
    constraint report_reminders_once unique (district_code, source, report_id, stage),
    constraint report_reminders_source_known check (source in ('campaign', 'standing')),
    constraint report_reminders_stage_known check (stage in ('due_soon', 'late'))
);
create index report_reminders_told on report_reminders (district_code, log_position, at, id);

alter table webhook_streams drop constraint webhook_streams_kind_known;
alter table webhook_streams add constraint webhook_streams_kind_known check (kind in ('live', 'replay', 'ping', 'reminders'));
alter table webhook_streams add constraint webhook_streams_reminders_never_end check (kind <> 'reminders' or finished_at is null);
create unique index webhook_streams_one_of_reminders on webhook_streams (district_code, endpoint_id) where kind = 'reminders';

alter table report_reminders enable row level security;
alter table reporting_duties enable row level security;
alter table due_reports enable row level security;
alter table due_report_submissions enable row level security;
alter table due_report_decisions enable row level security;
alter table due_report_reopenings enable row level security;
alter table due_report_transitions enable row level security;

reset role;
