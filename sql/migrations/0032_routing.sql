-- Whose matter a complaint is, and what happens where it is more than one unit's: routing as data; whistles (社区吹哨、部门报到) and the three accountability records;
-- enforcement in five stages; the three linked forms (三联单) of a firm; tiers of dispute resolution.
set local role wuye_owner;

-- Where a matter goes. The district's own rows come before those for all ('*'), then by position; the first that fits, and whose unit there is, says it. A condition
-- that is null holds for any; a department that is null is the category's own.
create table routing_rules (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    position integer not null,
    category text collate "C",
    delegated boolean,
    expedited boolean,
    urgency text collate "C",
    unit_kind text collate "C" not null,
    department text collate "C",
    basis text not null,
    effective_from date not null,
    effective_to date,
    created_at timestamptz not null default now(),
    constraint routing_rules_key primary key (district_code, id),
    constraint routing_rules_position_positive check (position > 0),
    constraint routing_rules_urgency_known check (urgency in ('ordinary', 'urgent', 'emergency')),
    constraint routing_rules_unit_known check (unit_kind in ('street', 'community', 'firm', 'department')),
    constraint routing_rules_department_fits check (department is null or unit_kind = 'department'),
    constraint routing_rules_period check (effective_to >= effective_from),
    constraint routing_rules_one exclude using gist (district_code with =, position with =, daterange(effective_from, effective_to) with &&)
);
insert into routing_rules (district_code, position, delegated, unit_kind, basis, effective_from) values
    ('*', 10, true, 'street', '已赋权事项由乡镇(街道)办理（000）', '2020-01-01'),
    ('*', 20, null, 'department', '未赋权事项由职能部门办理（000、003）', '2020-01-01'),
    ('*', 30, null, 'firm', '物业服务事项由在管企业办理', '2020-01-01'),
    ('*', 40, null, 'community', '属地接诉即办（004）', '2020-01-01'),
    ('*', 50, null, 'street', '属地接诉即办（004）', '2020-01-01');

-- What a district has delegated to its streets (赋权), or not, where that is otherwise than the category says for all.
create table delegations (
    district_code text collate "C" not null,
    id uuid not null,
    category text collate "C" not null,
    delegated boolean not null,
    basis text not null,
    effective_from date not null,
    effective_to date,
    created_at timestamptz not null,
    constraint delegations_key primary key (district_code, id),
    constraint delegations_period check (effective_to > effective_from),
    constraint delegations_one exclude using gist (district_code with =, category with =, daterange(effective_from, effective_to) with &&)
);

-- How long a duty may take. subject: the urgency of a whistle, the category of a dispute, or '*'.
create table duty_limits (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    name text collate "C" not null,
    subject text collate "C" not null default '*',
    value integer not null,
    unit text collate "C" not null,
    basis text not null,
    effective_from date not null,
    effective_to date,
    created_at timestamptz not null default now(),
    constraint duty_limits_key primary key (district_code, id),
    constraint duty_limits_name_known check (name in ('whistle', 'whistle_respond', 'whistle_on_site', 'whistle_result', 'dissuasion_report', 'report_on_site', 'dispute')),
    constraint duty_limits_subject_fits check (case
        when name like 'whistle\__%' then subject in ('*', 'ordinary', 'urgent', 'emergency')
        when name = 'dispute' then subject <> '*'
        else subject = '*' end),
    constraint duty_limits_unit_known check (unit in ('minutes', 'hours', 'days', 'working_days', 'months')),
    constraint duty_limits_value_positive check (value > 0),
    constraint duty_limits_period check (effective_to > effective_from),
    constraint duty_limits_one exclude using gist (district_code with =, name with =, subject with =, daterange(effective_from, effective_to) with &&)
);
insert into duty_limits (district_code, name, subject, value, unit, basis, effective_from) values
    ('*', 'whistle', '*', 2, 'working_days', '示范值：文件只要求“及时”（004）', '2020-01-01'),
    ('*', 'whistle_respond', '*', 1, 'working_days', '示范值：文件只要求“及时”（004）', '2020-01-01'),
    ('*', 'whistle_respond', 'urgent', 2, 'hours', '示范值：从快处理（003）', '2020-01-01'),
    ('*', 'whistle_respond', 'emergency', 30, 'minutes', '示范值：从快处理（003）', '2020-01-01'),
    ('*', 'whistle_on_site', '*', 2, 'working_days', '示范值：文件只要求“及时”（004）', '2020-01-01'),
    ('*', 'whistle_on_site', 'urgent', 1, 'working_days', '示范值：从快处理（003）', '2020-01-01'),
    ('*', 'whistle_on_site', 'emergency', 2, 'hours', '示范值：从快处理（003）', '2020-01-01'),
    ('*', 'whistle_result', '*', 5, 'working_days', '示范值：同投诉办理期限', '2020-01-01'),
    ('*', 'dissuasion_report', '*', 1, 'working_days', '示范值：文件只要求“及时上报”（003）', '2020-01-01'),
    ('*', 'report_on_site', '*', 3, 'working_days', '示范值：文件只要求“及时到现场”（003）', '2020-01-01'),
    ('*', 'dispute', 'owners_self_governance', 6, 'months', '半年以内未得到有效解决的（003）', '2020-01-01');

-- When a whistle may be blown: in which states of the complaint, by whom; needs = 'contact': the community has spoken with whoever complained first (004).
create table whistle_openings (
    state text collate "C" not null,
    role text collate "C" not null,
    needs text collate "C",
    constraint whistle_openings_key primary key (state, role),
    constraint whistle_openings_role_known check (role in ('street', 'community')),
    constraint whistle_openings_needs_known check (needs in ('contact'))
);
insert into whistle_openings
select state, role, 'contact'
from unnest(array['received', 'needs_info', 'dispatched', 'designated', 'signed', 'contacted', 'processing', 'extension_requested', 'suspended', 'returned', 'rework', 'reopened']) state,
     unnest(array['street', 'community']) role;

create table whistles (
    district_code text collate "C" not null,
    id uuid not null,
    complaint_id uuid not null,
    street_code text collate "C" not null,
    community_code text collate "C",
    urgency text collate "C" not null,
    matter text not null,
    asked_by uuid not null,
    asked_by_name text,
    asked_role text collate "C" not null,
    asked_at timestamptz not null,
    constraint whistles_key primary key (district_code, id),
    constraint whistles_complaint foreign key (district_code, complaint_id) references complaints,
    constraint whistles_matter_given check (matter <> '')
);
create index whistles_of_complaint on whistles (district_code, complaint_id);

-- One department that was called. By when it has to answer, to come and to be done was fixed when it was called.
create table whistle_calls (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    whistle_id uuid not null,
    complaint_id uuid not null,
    department_id uuid not null,
    state text collate "C" not null default 'asked',
    asked_at timestamptz not null,
    respond_due timestamptz,
    responded_at timestamptz,
    on_site_due timestamptz,
    on_site_at timestamptz,
    result_due timestamptz,
    finished_at timestamptz,
    result text collate "C",
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint whistle_calls_key primary key (district_code, id),
    constraint whistle_calls_whistle foreign key (district_code, whistle_id) references whistles,
    constraint whistle_calls_complaint foreign key (district_code, complaint_id) references complaints,
    constraint whistle_calls_department foreign key (district_code, department_id) references departments,
    constraint whistle_calls_state_known check (state in ('asked', 'responded', 'on_site', 'finished')),
    constraint whistle_calls_result_known check (result in ('done', 'late', 'not_reported')),
    constraint whistle_calls_result_ends check ((state = 'finished') = (result is not null) and (result is null) = (finished_at is null)),
    constraint whistle_calls_in_order check (asked_at <= responded_at and responded_at <= on_site_at and greatest(asked_at, responded_at, on_site_at) <= finished_at)
);
-- A department is called for a complaint once at a time.
create unique index whistle_calls_open on whistle_calls (district_code, complaint_id, department_id) where state <> 'finished';
create index whistle_calls_newest on whistle_calls (district_code, asked_at desc, id desc);
create index whistle_calls_of_whistle on whistle_calls (district_code, whistle_id);

create table whistle_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    role text collate "C" not null,
    to_state text collate "C" not null,
    needs text collate "C",
    constraint whistle_transitions_key primary key (from_state, action, role),
    constraint whistle_transitions_role_known check (role in ('district', 'street')),
    constraint whistle_transitions_needs_known check (needs in ('overdue'))
);
-- Departments have no logins: what they did is recorded by street or district.
insert into whistle_transitions
select from_state, action, role, to_state, needs
from (values
    ('asked', 'respond', 'responded', null),
    ('asked', 'arrive', 'on_site', null),
    ('responded', 'arrive', 'on_site', null),
    ('on_site', 'complete', 'finished', null),
    ('asked', 'give_up', 'finished', 'overdue'),
    ('responded', 'give_up', 'finished', 'overdue')
) t (from_state, action, to_state, needs), unnest(array['district', 'street']) role;

create table whistle_events (
    district_code text collate "C" not null,
    call_id uuid not null,
    at timestamptz not null,
    id uuid not null default gen_random_uuid(),
    action text collate "C" not null,
    from_state text collate "C",
    to_state text collate "C" not null,
    happened_at timestamptz not null,
    actor_id uuid not null,
    actor_name text,
    actor_role text collate "C" not null,
    note text,
    constraint whistle_events_key primary key (district_code, call_id, at, id),
    constraint whistle_events_call foreign key (district_code, call_id) references whistle_calls
);

-- 不吹哨、不报到、不尽责 (E10): proposed, decided by somebody else, passed on to discipline inspection.
create table accountability_records (
    district_code text collate "C" not null,
    id uuid not null,
    kind text collate "C" not null,
    complaint_id uuid not null,
    call_id uuid,
    department_id uuid,
    street_code text collate "C",
    community_code text collate "C",
    facts text not null,
    detected text[] not null,
    state text collate "C" not null default 'proposed',
    proposed_by uuid not null,
    proposed_by_name text,
    proposed_role text collate "C" not null,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_by_name text,
    decided_at timestamptz,
    opinion text,
    notified_at timestamptz,
    notice_no text,
    version integer not null default 1,
    constraint accountability_records_key primary key (district_code, id),
    constraint accountability_records_complaint foreign key (district_code, complaint_id) references complaints,
    constraint accountability_records_call foreign key (district_code, call_id) references whistle_calls,
    constraint accountability_records_department foreign key (district_code, department_id) references departments,
    constraint accountability_records_kind_known check (kind in ('no_whistle', 'no_report', 'duty_not_done')),
    constraint accountability_records_of_whom check ((kind = 'no_whistle') = (call_id is null) and (call_id is null) = (department_id is null)),
    constraint accountability_records_state_known check (state in ('proposed', 'confirmed', 'dismissed', 'notified')),
    constraint accountability_records_decided check ((state = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_by is null) and (decided_by is null) = (opinion is null)),
    constraint accountability_records_notified check ((state = 'notified') = (notified_at is not null)),
    constraint accountability_records_two_people check (decided_by <> proposed_by)
);
create unique index accountability_records_of_call on accountability_records (district_code, call_id, kind) where call_id is not null and state <> 'dismissed';
create unique index accountability_records_of_complaint on accountability_records (district_code, complaint_id) where call_id is null and state <> 'dismissed';
create index accountability_records_newest on accountability_records (district_code, proposed_at desc, id desc);

create table accountability_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    role text collate "C" not null,
    to_state text collate "C" not null,
    constraint accountability_transitions_key primary key (from_state, action, role),
    constraint accountability_transitions_role_known check (role in ('district'))
);
insert into accountability_transitions values
    ('proposed', 'confirm', 'district', 'confirmed'),
    ('proposed', 'dismiss', 'district', 'dismissed'),
    ('confirmed', 'notify', 'district', 'notified');

-- 报告、受理、派单、执法、反馈 (E04), from a complaint, a whistle or a violation report. Route (K11): what is delegated the street enforces itself, the rest a joint
-- team that it leads.
create table enforcement_cases (
    district_code text collate "C" not null,
    id uuid not null,
    source text collate "C" not null,
    complaint_id uuid,
    whistle_id uuid,
    three_form_id uuid,
    estate_id uuid,
    street_code text collate "C" not null,
    community_code text collate "C",
    category text collate "C" not null,
    delegated boolean not null,
    route text collate "C" not null generated always as (case when delegated then 'delegated' else 'joint' end) stored,
    expedited boolean not null,
    matter text not null,
    leader text,
    departments uuid[] not null default '{}',
    state text collate "C" not null default 'reported',
    reported_at timestamptz not null,
    accepted_at timestamptz,
    dispatched_at timestamptz,
    enforced_at timestamptz,
    fed_back_at timestamptz,
    outcome text collate "C",
    opened_by uuid not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint enforcement_cases_key primary key (district_code, id),
    constraint enforcement_cases_complaint foreign key (district_code, complaint_id) references complaints,
    constraint enforcement_cases_whistle foreign key (district_code, whistle_id) references whistles,
    constraint enforcement_cases_estate foreign key (district_code, estate_id) references estates,
    constraint enforcement_cases_source_fits check (case source
        when 'complaint' then complaint_id is not null and whistle_id is null and three_form_id is null
        when 'whistle' then complaint_id is not null and whistle_id is not null and three_form_id is null
        when 'three_form' then three_form_id is not null and complaint_id is null and whistle_id is null
        else false end),
    constraint enforcement_cases_state_known check (state in ('reported', 'rejected', 'accepted', 'dispatched', 'enforced', 'fed_back')),
    constraint enforcement_cases_outcome_known check (outcome in ('no_violation', 'corrected', 'ordered', 'penalised', 'transferred')),
    constraint enforcement_cases_outcome_comes check ((outcome is null) = (enforced_at is null)),
    constraint enforcement_cases_joint_team check (dispatched_at is null or delegated or cardinality(departments) > 0)
);
create unique index enforcement_cases_of_complaint on enforcement_cases (district_code, complaint_id) where complaint_id is not null and state not in ('rejected', 'fed_back');
create unique index enforcement_cases_of_form on enforcement_cases (district_code, three_form_id) where three_form_id is not null and state not in ('rejected', 'fed_back');
create index enforcement_cases_newest on enforcement_cases (district_code, reported_at desc, id desc);

create table enforcement_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    role text collate "C" not null,
    to_state text collate "C" not null,
    constraint enforcement_transitions_key primary key (from_state, action, role),
    constraint enforcement_transitions_role_known check (role in ('district', 'street'))
);
insert into enforcement_transitions
select from_state, action, role, to_state
from (values
    ('reported', 'accept', 'accepted'),
    ('reported', 'reject', 'rejected'),
    ('accepted', 'dispatch', 'dispatched'),
    ('dispatched', 'enforce', 'enforced'),
    ('enforced', 'feedback', 'fed_back')
) t (from_state, action, to_state), unnest(array['district', 'street']) role;

create table enforcement_events (
    district_code text collate "C" not null,
    case_id uuid not null,
    at timestamptz not null,
    id uuid not null default gen_random_uuid(),
    action text collate "C" not null,
    from_state text collate "C",
    to_state text collate "C" not null,
    happened_at timestamptz not null,
    actor_id uuid not null,
    actor_name text,
    actor_role text collate "C" not null,
    note text,
    constraint enforcement_events_key primary key (district_code, case_id, at, id),
    constraint enforcement_events_case foreign key (district_code, case_id) references enforcement_cases
);

-- 三联单 (K15): the record of patrol, dissuasion and report; the notice of dissuasion; the report of the violation; and what the units that were told did (K16).
create table three_forms (
    district_code text collate "C" not null,
    id uuid not null,
    estate_id uuid not null,
    firm_id uuid not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    category text collate "C" not null,
    record_no text collate "C" not null,
    found_at timestamptz not null,
    place text not null,
    offender text,
    facts text not null,
    evidence text[] not null default '{}',
    state text collate "C" not null default 'recorded',
    notice_no text collate "C",
    noticed_at timestamptz,
    notice text,
    rectify_by date,
    failed_at timestamptz,
    settled_at timestamptz,
    report_no text collate "C",
    reported_at timestamptz,
    report text,
    units_asked integer not null default 0,
    units_answered integer not null default 0,
    version integer not null default 1,
    created_by uuid not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint three_forms_key primary key (district_code, id),
    constraint three_forms_record_no unique (district_code, record_no),
    constraint three_forms_notice_no unique (district_code, notice_no),
    constraint three_forms_report_no unique (district_code, report_no),
    constraint three_forms_estate foreign key (district_code, estate_id) references estates,
    constraint three_forms_firm foreign key (district_code, firm_id) references firms,
    constraint three_forms_state_known check (state in ('recorded', 'noticed', 'failed', 'settled', 'reported', 'answered')),
    constraint three_forms_notice_whole check (num_nulls(notice_no, noticed_at, notice, rectify_by) in (0, 4)),
    constraint three_forms_report_whole check (num_nulls(report_no, reported_at, report) in (0, 3) and (report is null) = (units_asked = 0)),
    constraint three_forms_answers_fit check (units_answered between 0 and units_asked)
);
create index three_forms_newest on three_forms (district_code, found_at desc, id desc);
create index three_forms_of_firm on three_forms (district_code, firm_id, found_at desc, id desc);
create index three_forms_of_estate on three_forms (district_code, estate_id, found_at desc, id desc);
alter table enforcement_cases add constraint enforcement_cases_form foreign key (district_code, three_form_id) references three_forms;

create table three_form_units (
    district_code text collate "C" not null,
    three_form_id uuid not null,
    unit text collate "C" not null,
    on_site_due timestamptz,
    on_site_at timestamptz,
    result text collate "C",
    note text,
    answered_at timestamptz,
    constraint three_form_units_key primary key (district_code, three_form_id, unit),
    constraint three_form_units_form foreign key (district_code, three_form_id) references three_forms,
    constraint three_form_units_result_known check (result in ('no_violation', 'corrected', 'ordered', 'penalised', 'transferred')),
    constraint three_form_units_answer_whole check (num_nulls(on_site_at, result, answered_at) in (0, 3))
);

-- The last number given to each form of an estate in a year.
create table three_form_counters (
    district_code text collate "C" not null,
    estate_id uuid not null,
    form text collate "C" not null,
    year integer not null,
    last integer not null,
    constraint three_form_counters_key primary key (district_code, estate_id, form, year),
    constraint three_form_counters_form_known check (form in ('patrol_record', 'dissuasion_notice', 'violation_report'))
);

create table three_form_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    role text collate "C" not null,
    to_state text collate "C" not null,
    constraint three_form_transitions_key primary key (from_state, action, role),
    -- A firm makes the forms, the street answers for the units (domain model, roles × operations).
    constraint three_form_transitions_by_whom check (role = case action when 'respond' then 'street' else 'company' end)
);
insert into three_form_transitions values
    ('recorded', 'notice', 'company', 'noticed'),
    ('recorded', 'fail', 'company', 'failed'),
    ('noticed', 'fail', 'company', 'failed'),
    ('recorded', 'settle', 'company', 'settled'),
    ('noticed', 'settle', 'company', 'settled'),
    ('failed', 'settle', 'company', 'settled'),
    ('recorded', 'report', 'company', 'reported'),
    ('noticed', 'report', 'company', 'reported'),
    ('failed', 'report', 'company', 'reported'),
    ('reported', 'respond', 'street', 'answered'); -- when the last unit has

create table three_form_events (
    district_code text collate "C" not null,
    three_form_id uuid not null,
    at timestamptz not null,
    id uuid not null default gen_random_uuid(),
    action text collate "C" not null,
    from_state text collate "C",
    to_state text collate "C" not null,
    actor_id uuid not null,
    actor_name text,
    actor_role text collate "C" not null,
    note text,
    constraint three_form_events_key primary key (district_code, three_form_id, at, id),
    constraint three_form_events_form foreign key (district_code, three_form_id) references three_forms
);

-- On which tier a dispute is worked (K12); rows are only added, the last one stands.
create table dispute_tiers (
    district_code text collate "C" not null,
    id uuid not null,
    complaint_id uuid not null,
    tier text collate "C" not null,
    body text,
    reason text not null,
    set_by uuid not null,
    set_by_name text,
    set_role text collate "C" not null,
    set_at timestamptz not null,
    constraint dispute_tiers_key primary key (district_code, id),
    constraint dispute_tiers_complaint foreign key (district_code, complaint_id) references complaints,
    constraint dispute_tiers_tier_known check (tier in ('early', 'on_the_spot', 'mediation_body', 'expert', 'circuit_court'))
);
create index dispute_tiers_of_complaint on dispute_tiers (district_code, complaint_id, set_at, id);

alter table routing_rules enable row level security;
alter table delegations enable row level security;
alter table duty_limits enable row level security;
alter table whistle_openings enable row level security;
alter table whistles enable row level security;
alter table whistle_calls enable row level security;
alter table whistle_transitions enable row level security;
alter table whistle_events enable row level security;
alter table accountability_records enable row level security;
alter table accountability_transitions enable row level security;
alter table enforcement_cases enable row level security;
alter table enforcement_transitions enable row level security;
alter table enforcement_events enable row level security;
alter table three_forms enable row level security;
alter table three_form_units enable row level security;
alter table three_form_counters enable row level security;
alter table three_form_transitions enable row level security;
alter table three_form_events enable row level security;
alter table dispute_tiers enable row level security;
