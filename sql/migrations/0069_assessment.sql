-- How streets and departments are assessed (I03, I09, I13): a scheme that is data, a run of it for a month, a quarter, a year or a campaign's close, with lines that stay as they were
-- counted, what is judged by people, objections and what was answered, and notices of criticism (I11). Not to be taken for the scores of firms (score sheets, evaluations).
set local role wuye_owner;

create table body_assessment_schemes (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    code text collate "C" not null,
    number integer not null,
    title_zh text not null,
    title_en text not null,
    document jsonb not null,
    state text collate "C" not null default 'draft' constraint body_assessment_schemes_state_known check (state in ('given', 'draft', 'published', 'withdrawn')),
    effective_from date,
    effective_to date,
    source text not null,
    created_by uuid,
    written_by uuid[] not null default '{}',
    created_at timestamptz not null default now(),
    published_by uuid,
    published_at timestamptz,
    withdrawn_reason text,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    constraint body_assessment_schemes_key primary key (district_code, id),
    constraint body_assessment_schemes_number unique (district_code, code, number),
    constraint body_assessment_schemes_given_to_all check ((state = 'given') = (district_code = '*')),
    constraint body_assessment_schemes_period check (effective_to > effective_from),
    constraint body_assessment_schemes_published_from check (state <> 'published' or effective_from is not null),
    constraint body_assessment_schemes_one exclude using gist (district_code with =, code with =, daterange(effective_from, effective_to) with &&) where (state = 'published')
);

-- The scheme is kept with the run as it was: its code, its number, and the part of its document that the run goes by. What is corrected is the next revision; the one before stays.
create table body_assessments (
    district_code text collate "C" not null constraint body_assessments_district references districts,
    id uuid not null,
    scheme_id uuid not null, -- shipped ones are of district '*', so there is no foreign key
    scheme_code text collate "C" not null,
    scheme_number integer not null,
    cycle text collate "C" not null constraint body_assessments_cycle_known check (cycle in ('monthly_bulletin', 'quarterly_assessment', 'year_end_ranking', 'closing_evaluation')),
    period text collate "C" not null constraint body_assessments_period_form check (period ~ case cycle
        when 'monthly_bulletin' then '^[0-9]{4}-(0[1-9]|1[0-2])$' when 'quarterly_assessment' then '^[0-9]{4}-Q[1-4]$' else '^[0-9]{4}$' end),
    first_day date not null,
    next_day date not null,
    body_kind text collate "C" not null constraint body_assessments_body_kind_known check (body_kind in ('street', 'department')),
    public boolean not null,
    terms jsonb not null,
    revision integer not null constraint body_assessments_revision_counts check (revision >= 1),
    corrects uuid,
    reason text,
    state text collate "C" not null default 'open' constraint body_assessments_state_known check (state in ('open', 'completed', 'published', 'superseded', 'withdrawn')),
    counted_at timestamptz not null,
    inputs_hash text collate "C" constraint body_assessments_hashed check (inputs_hash ~ '^[0-9a-f]{64}$'), -- of body_assessment_text(), once everything is counted
    created_by uuid not null,
    completed_by uuid,
    completed_at timestamptz,
    published_by uuid,
    published_at timestamptz,
    withdrawn_by uuid,
    withdrawn_at timestamptz,
    withdrawn_reason text,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint body_assessments_key primary key (district_code, id),
    constraint body_assessments_corrected foreign key (district_code, corrects) references body_assessments,
    constraint body_assessments_corrected_why check ((revision = 1) = (corrects is null) and (corrects is null) = (reason is null)),
    constraint body_assessments_days check (next_day > first_day),
    constraint body_assessments_completed check ((completed_by is null) = (completed_at is null) and (completed_at is not null or state in ('open', 'withdrawn'))),
    constraint body_assessments_published check ((published_at is not null) = (state in ('published', 'superseded'))),
    constraint body_assessments_published_by_another check (published_by <> completed_by and published_by <> created_by),
    constraint body_assessments_withdrawn_why check ((state = 'withdrawn') = (withdrawn_reason is not null))
);
-- One revision has one number, one is under way at a time, and one holds.
create unique index body_assessments_once on body_assessments (district_code, scheme_code, cycle, period, revision) where state <> 'withdrawn';
create unique index body_assessments_under_way on body_assessments (district_code, scheme_code, cycle, period) where state in ('open', 'completed');
create unique index body_assessments_in_force on body_assessments (district_code, scheme_code, cycle, period) where state = 'published';
create index body_assessments_newest on body_assessments (district_code, first_day desc, id desc);
create index body_assessments_public on body_assessments (district_code, first_day desc, id) where public and state = 'published';

-- What a body has come to. body_code: a street's code, a department's id.
create table body_assessment_results (
    district_code text collate "C" not null,
    assessment_id uuid not null,
    body_code text collate "C" not null,
    body_name text not null,
    street_code text collate "C",
    department_id uuid,
    ordinal integer not null, -- the order in which bodies are counted
    points numeric(12,2),
    possible numeric(12,2),
    percent numeric(7,2),
    rank integer,
    position integer, -- by rank, then by ordinal
    grade text collate "C",
    constraint body_assessment_results_key primary key (district_code, assessment_id, body_code),
    constraint body_assessment_results_ordinal unique (district_code, assessment_id, ordinal),
    constraint body_assessment_results_of foreign key (district_code, assessment_id) references body_assessments,
    constraint body_assessment_results_one_body check (num_nonnulls(street_code, department_id) = 1),
    constraint body_assessment_results_whole check (num_nonnulls(points, possible, rank, position) in (0, 4))
);

-- An item of a body. Of what is measured the counts stay as they were; points are null while a judgement is missing, or where the item is left out for want of anything to count.
create table body_assessment_lines (
    district_code text collate "C" not null,
    assessment_id uuid not null,
    body_code text collate "C" not null,
    item_code text collate "C" not null,
    street_code text collate "C",
    position integer not null,
    kind text collate "C" not null constraint body_assessment_lines_kind_known check (kind in ('measured', 'judged', 'quarters')),
    measure text collate "C",
    full_points numeric(8,2) not null,
    numerator numeric,
    denominator numeric,
    value numeric,
    inputs jsonb,
    counted_points numeric(8,2), -- before an objection was upheld
    points numeric(8,2),
    left_out boolean not null default false,
    constraint body_assessment_lines_key primary key (district_code, assessment_id, body_code, item_code),
    constraint body_assessment_lines_position unique (district_code, assessment_id, position),
    constraint body_assessment_lines_of foreign key (district_code, assessment_id, body_code) references body_assessment_results,
    constraint body_assessment_lines_measured check ((kind = 'measured') = (measure is not null)),
    constraint body_assessment_lines_left_out check (not left_out or points is null)
);

-- What a person found of a body, by source (I10): the last one of a source counts, those before stay.
create table body_assessment_judgements (
    district_code text collate "C" not null,
    id uuid not null,
    assessment_id uuid not null,
    body_code text collate "C" not null,
    item_code text collate "C" not null,
    source text collate "C" not null constraint body_assessment_judgements_source_known check (source in ('regular', 'spot_check', 'public_supervision')),
    unit text not null,
    score numeric(8,2) not null constraint body_assessment_judgements_score_counts check (score >= 0),
    reason text not null,
    replaced boolean not null default false,
    judged_by uuid not null,
    judged_at timestamptz not null,
    constraint body_assessment_judgements_key primary key (district_code, id),
    constraint body_assessment_judgements_of foreign key (district_code, assessment_id, body_code, item_code) references body_assessment_lines
);
create unique index body_assessment_judgements_last on body_assessment_judgements (district_code, assessment_id, body_code, item_code, source) where not replaced;

create table body_assessment_objections (
    district_code text collate "C" not null,
    id uuid not null,
    assessment_id uuid not null,
    body_code text collate "C" not null,
    item_code text collate "C" not null,
    street_code text collate "C",
    grounds text not null,
    state text collate "C" not null default 'raised' constraint body_assessment_objections_state_known check (state in ('raised', 'upheld', 'dismissed')),
    answer text,
    points numeric(8,2), -- what the line has since
    raised_by uuid not null,
    raised_role text collate "C" not null,
    raised_at timestamptz not null,
    answered_by uuid,
    answered_at timestamptz,
    version integer not null default 1,
    constraint body_assessment_objections_key primary key (district_code, id),
    constraint body_assessment_objections_of foreign key (district_code, assessment_id, body_code, item_code) references body_assessment_lines,
    constraint body_assessment_objections_answered check (num_nonnulls(answer, answered_by, answered_at) = case state when 'raised' then 0 else 3 end),
    constraint body_assessment_objections_upheld_points check ((state = 'upheld') = (points is not null)),
    constraint body_assessment_objections_answered_by_another check (answered_by <> raised_by)
);
create unique index body_assessment_objections_open on body_assessment_objections (district_code, assessment_id, body_code, item_code) where state = 'raised';
create index body_assessment_objections_newest on body_assessment_objections (district_code, raised_at desc, id desc);

-- 通报批评 (I11): proposed, and issued by another with its number and day, or dropped; the unit answers.
create table criticism_notices (
    district_code text collate "C" not null constraint criticism_notices_district references districts,
    id uuid not null,
    body_kind text collate "C" not null constraint criticism_notices_body_kind_known check (body_kind in ('street', 'department')),
    body_code text collate "C" not null,
    body_name text not null,
    street_code text collate "C",
    department_id uuid,
    cause text collate "C" not null constraint criticism_notices_cause_known check (cause in ('no_progress', 'no_improvement', 'late_reports', 'low_assessment', 'duty_not_done')),
    assessment_id uuid,
    facts text not null,
    answer_by date,
    state text collate "C" not null default 'proposed' constraint criticism_notices_state_known check (state in ('proposed', 'issued', 'answered', 'dropped')),
    notice_no text,
    issued_on date,
    decision text,
    answer text,
    proposed_by uuid not null,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    answered_by uuid,
    answered_at timestamptz,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint criticism_notices_key primary key (district_code, id),
    constraint criticism_notices_street foreign key (street_code) references divisions (code),
    constraint criticism_notices_department foreign key (district_code, department_id) references departments,
    constraint criticism_notices_assessment foreign key (district_code, assessment_id) references body_assessments,
    constraint criticism_notices_one_body check (num_nonnulls(street_code, department_id) = 1 and (body_kind = 'street') = (street_code is not null)),
    constraint criticism_notices_decided_by_another check (decided_by <> proposed_by),
    constraint criticism_notices_decided check ((decided_by is null) = (decided_at is null) and (decided_at is null) = (state = 'proposed')),
    constraint criticism_notices_issued check (num_nonnulls(notice_no, issued_on) = case when state in ('issued', 'answered') then 2 else 0 end),
    constraint criticism_notices_dropped_why check (state <> 'dropped' or decision is not null),
    constraint criticism_notices_answered check (num_nonnulls(answer, answered_by, answered_at) = case state when 'answered' then 3 else 0 end)
);
create unique index criticism_notices_no on criticism_notices (district_code, notice_no) where notice_no is not null;
create index criticism_notices_newest on criticism_notices (district_code, proposed_at desc, id desc);
create index criticism_notices_of_street on criticism_notices (district_code, street_code, proposed_at desc, id desc) where street_code is not null;

create table body_assessment_transitions (
    thing text collate "C" not null,
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    constraint body_assessment_transitions_key primary key (thing, from_state, action)
);
insert into body_assessment_transitions (thing, from_state, action, to_state) values
    ('assessment', 'open', 'judge', 'open'), ('assessment', 'open', 'complete', 'completed'), ('assessment', 'completed', 'object', 'completed'), ('assessment', 'completed', 'answer', 'completed'),
    ('assessment', 'completed', 'publish', 'published'), ('assessment', 'published', 'supersede', 'superseded'), ('assessment', 'open', 'withdraw', 'withdrawn'),
    ('assessment', 'completed', 'withdraw', 'withdrawn'), ('objection', 'raised', 'uphold', 'upheld'), ('objection', 'raised', 'dismiss', 'dismissed'),
    ('notice', 'proposed', 'issue', 'issued'), ('notice', 'proposed', 'drop', 'dropped'), ('notice', 'issued', 'answer', 'answered');

alter table body_assessment_schemes enable row level security;
alter table body_assessments enable row level security;
alter table body_assessment_results enable row level security;
alter table body_assessment_lines enable row level security;
alter table body_assessment_judgements enable row level security;
alter table body_assessment_objections enable row level security;
alter table criticism_notices enable row level security;
alter table body_assessment_transitions enable row level security;

reset role;
