-- Closing what was found: progress of issues, daily checks, meetings with their decisions, estates that are watched. F08, F17, F45, F48, H05, K08.
set local role wuye_owner;

-- What is overdue is counted live, from what is open alone.
create index issues_overdue on issues (district_code, open_due) include (campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up)
    where open_due < 'infinity';
-- What the public and the city platform do not count.
-- 一事一议: hard issues of petitions that are open.
create index issues_to_confer on issues (district_code, created_at desc, id desc)
    where ledger = 'petition' and complexity = 'complex' and state not in ('closed', 'withdrawn');

-- F08, 日检查: what a street or a community looked at on a day, at an estate or in an area.
create table daily_checks (
    district_code text collate "C" not null constraint daily_checks_district references districts,
    id uuid not null,
    campaign_id uuid,
    checked_on date not null,
    street_code text collate "C" not null,
    community_code text collate "C",
    estate_id uuid,
    area text, -- in words, where it is no estate
    checked text not null,
    findings integer not null default 0,
    note text,
    inspection_id uuid,
    created_by uuid,
    created_role text collate "C" not null,
    created_at timestamptz not null,
    withdrawn_at timestamptz, -- recorded in error
    withdrawn_reason text,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint daily_checks_key primary key (district_code, id),
    constraint daily_checks_campaign foreign key (district_code, campaign_id) references campaigns,
    constraint daily_checks_estate foreign key (district_code, estate_id) references estates,
    constraint daily_checks_inspection foreign key (district_code, inspection_id) references inspections,
    constraint daily_checks_findings_counted check (findings >= 0),
    constraint daily_checks_withdrawn_whole check ((withdrawn_at is null) = (withdrawn_reason is null))
);
create index daily_checks_newest on daily_checks (district_code, checked_on desc, id desc);
create index daily_checks_of_street on daily_checks (district_code, street_code, checked_on desc, id desc);

-- Meetings: 调度 (F08), 联席会议 (K08), 一事一议 (F45). street_code: the street's own; the district's where there is none. Whoever takes part reads it.
create table meetings (
    district_code text collate "C" not null constraint meetings_district references districts,
    id uuid not null,
    kind text collate "C" not null,
    street_code text collate "C",
    campaign_id uuid,
    title text not null,
    held_on date not null,
    place text,
    convener text not null,
    convener_title text,
    agenda text,
    participants jsonb not null default '[]', -- [{unit, person, title}]
    street_codes text[] collate "C" not null default '{}', -- that take part
    community_codes text[] collate "C" not null default '{}',
    minutes text,
    state text collate "C" not null default 'recorded',
    withdrawn_reason text,
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint meetings_key primary key (district_code, id),
    constraint meetings_campaign foreign key (district_code, campaign_id) references campaigns,
    constraint meetings_kind_known check (kind in ('dispatch', 'joint', 'case_conference')),
    constraint meetings_state_known check (state in ('recorded', 'withdrawn')),
    constraint meetings_withdrawn_why check ((state = 'withdrawn') = (withdrawn_reason is not null))
);
create index meetings_newest on meetings (district_code, held_on desc, id desc);
create index meetings_of_street on meetings (district_code, street_code, held_on desc, id desc);

create table meeting_issues (
    district_code text collate "C" not null,
    meeting_id uuid not null,
    issue_id uuid not null,
    constraint meeting_issues_key primary key (district_code, meeting_id, issue_id),
    constraint meeting_issues_meeting foreign key (district_code, meeting_id) references meetings,
    constraint meeting_issues_issue foreign key (district_code, issue_id) references issues
);
create index meeting_issues_of_issue on meeting_issues (district_code, issue_id);

-- What was decided, who does it and by when, and what became of it.
create table meeting_decisions (
    district_code text collate "C" not null,
    id uuid not null,
    meeting_id uuid not null,
    number integer not null, -- within the meeting, in the order in which they were recorded
    decision text not null,
    responsible_kind text collate "C" not null,
    responsible text not null, -- as it is called
    firm_id uuid,
    person text,
    due_on date not null, -- the last day
    state text collate "C" not null default 'open',
    ended_on date,
    outcome text, -- what was done, or why it was dropped
    ended_by uuid,
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    open_due date generated always as (case state when 'open' then due_on else 'infinity' end) stored not null,
    constraint meeting_decisions_key primary key (district_code, id),
    constraint meeting_decisions_number_unique unique (district_code, meeting_id, number),
    constraint meeting_decisions_meeting foreign key (district_code, meeting_id) references meetings,
    constraint meeting_decisions_firm foreign key (district_code, firm_id) references firms,
    constraint meeting_decisions_responsible_known check (responsible_kind in ('district', 'street', 'community', 'department', 'firm', 'owners_committee', 'developer', 'other')),
    constraint meeting_decisions_state_known check (state in ('open', 'done', 'dropped')),
    constraint meeting_decisions_ended_whole check (num_nulls(ended_on, outcome) = case state when 'open' then 2 else 0 end)
);
create index meeting_decisions_due on meeting_decisions (district_code, open_due, id);
create index meeting_decisions_by_due on meeting_decisions (district_code, due_on, id);

create table meeting_decision_issues (
    district_code text collate "C" not null,
    decision_id uuid not null,
    issue_id uuid not null,
    constraint meeting_decision_issues_key primary key (district_code, decision_id, issue_id),
    constraint meeting_decision_issues_decision foreign key (district_code, decision_id) references meeting_decisions,
    constraint meeting_decision_issues_issue foreign key (district_code, issue_id) references issues
);
create index meeting_decision_issues_of_issue on meeting_decision_issues (district_code, issue_id);

-- H05: estates with many petitions, poor service or low satisfaction, listed by their street with the unit and the person who answer for them (包保).
create table watch_entries (
    district_code text collate "C" not null constraint watch_entries_district references districts,
    id uuid not null,
    estate_id uuid not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    criteria text[] collate "C" not null,
    reason text, -- not told to the firm
    responsible_unit text not null,
    responsible_person text not null, -- not told to the firm
    since date not null,
    ended_on date,
    end_reason text,
    ended_by uuid,
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint watch_entries_key primary key (district_code, id),
    constraint watch_entries_estate foreign key (district_code, estate_id) references estates,
    constraint watch_entries_criteria_known check (criteria <@ array['many_petitions', 'poor_service', 'low_satisfaction'] and cardinality(criteria) > 0),
    constraint watch_entries_period check (ended_on >= since),
    constraint watch_entries_ended_whole check ((ended_on is null) = (end_reason is null))
);
create unique index watch_entries_one on watch_entries (district_code, estate_id) where ended_on is null;
create index watch_entries_newest on watch_entries (district_code, since desc, id desc);
create index watch_entries_of_street on watch_entries (district_code, street_code, since desc, id desc);

-- 驻点帮助: what was found and done on site with the firm; it reads what, not who.
create table watch_helps (
    district_code text collate "C" not null,
    id uuid not null,
    entry_id uuid not null,
    helped_on date not null,
    helpers text not null,
    causes text not null,
    done text not null,
    next text,
    created_by uuid,
    created_at timestamptz not null,
    constraint watch_helps_key primary key (district_code, id),
    constraint watch_helps_entry foreign key (district_code, entry_id) references watch_entries
);
create index watch_helps_of_entry on watch_helps (district_code, entry_id, helped_on desc, id desc);

-- 日检查 is daily, weekends and holidays included, unless a district says that working days are meant.
insert into rule_names (name, domain, kind, lowest, highest, units, position)
select 'daily_check_on_working_days', 'duty', 'boolean', 0, 1, '{}', max(position) + 1 from rule_names;
insert into district_rules (district_code, domain, name, value, basis, effective_from)
values ('*', 'duty', 'daily_check_on_working_days', 0, '建立日检查制度（000）：文件未区分工作日', '2020-01-01');

alter table daily_checks enable row level security;
alter table meetings enable row level security;
alter table meeting_issues enable row level security;
alter table meeting_decisions enable row level security;
alter table meeting_decision_issues enable row level security;
alter table watch_entries enable row level security;
alter table watch_helps enable row level security;

reset role;
