-- Campaigns, inspections with what they find, and issues (整改问题): found, assigned, rectified, accepted, closed. F01–F49, L9.
set local role wuye_owner;

-- A document's plan at work in a district. Phases, deliverables and what else it consists of refer to it.
create table campaigns (
    district_code text collate "C" not null constraint campaigns_district references districts,
    id uuid not null,
    title_zh text not null,
    title_en text not null,
    year integer not null,
    state text collate "C" not null default 'draft',
    source text not null,
    issued_on date, -- of the notice: days counted from it begin the day after
    begins_on date,
    ends_on date, -- the last day
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint campaigns_key primary key (district_code, id),
    constraint campaigns_state_known check (state in ('draft', 'open', 'closed', 'withdrawn')),
    constraint campaigns_period check (ends_on >= begins_on)
);

-- A visit to one estate, or to a body where estate_id is not there (a city inspection looks at ledgers). The id may be the client's own: field work is recorded without a net.
create table inspections (
    district_code text collate "C" not null constraint inspections_district references districts,
    id uuid not null,
    campaign_id uuid,
    kind text collate "C" not null,
    sheet_id uuid, -- what is looked at, as published
    plan_id uuid,
    draw_id uuid,
    follow_up_of uuid,
    estate_id uuid,
    street_code text collate "C",
    community_code text collate "C",
    firm_id uuid, -- that managed the estate on the day of the visit
    contract_id uuid,
    level text collate "C" not null, -- of whom it is: city, district, street, community
    planned_on date,
    visited_on date,
    inspectors jsonb not null default '[]', -- [{name, unit, inspector_id}]
    state text collate "C" not null default 'planned',
    summary text,
    summary_masked text,
    started_at timestamptz,
    submitted_at timestamptz,
    submitted_by uuid,
    published_at timestamptz,
    published_by uuid,
    ended_reason text, -- of one that was called off
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint inspections_key primary key (district_code, id),
    constraint inspections_campaign foreign key (district_code, campaign_id) references campaigns,
    constraint inspections_estate foreign key (district_code, estate_id) references estates,
    constraint inspections_firm foreign key (district_code, firm_id) references firms,
    constraint inspections_contract foreign key (district_code, contract_id) references contracts,
    constraint inspections_follow_up foreign key (district_code, follow_up_of) references inspections,
    constraint inspections_kind_known check (kind in ('key', 'random', 'daily', 'follow_up', 'joint_enforcement', 'city', 'benchmark', 'special')),
    constraint inspections_level_known check (level in ('city', 'district', 'street', 'community')),
    constraint inspections_state_known check (state in ('planned', 'drawn', 'in_progress', 'submitted', 'published', 'cancelled'))
);
create index inspections_newest on inspections (district_code, created_at desc, id desc);
create index inspections_of_street on inspections (district_code, street_code, created_at desc, id desc);
create index inspections_of_community on inspections (district_code, community_code, created_at desc, id desc);
create index inspections_of_firm on inspections (district_code, firm_id, created_at desc, id desc) where firm_id is not null;
create index inspections_of_estate on inspections (district_code, estate_id, visited_on);
create index inspections_of_plan on inspections (district_code, plan_id, state) where plan_id is not null;
create index inspections_of_draw on inspections (district_code, draw_id) where draw_id is not null;
create index inspections_of_campaign on inspections (district_code, campaign_id, created_at desc, id desc) where campaign_id is not null;
create index inspections_followed_up on inspections (district_code, follow_up_of) where follow_up_of is not null;

-- What a visit found, item by item. The id is the client's own; of two that come with one id the higher revision stands.
create table findings (
    district_code text collate "C" not null,
    id uuid not null,
    inspection_id uuid not null,
    revision integer not null default 1,
    item_code text collate "C",
    result text collate "C" not null,
    ledger text collate "C",
    defect_list text collate "C",
    defect_code text collate "C",
    severity text collate "C" not null default 'ordinary',
    complexity text collate "C" not null default 'complex',
    place text,
    place_masked text,
    problem text,
    problem_masked text,
    measure text, -- as the inspector proposes it
    measure_masked text,
    withdrawn boolean not null default false,
    observed_at timestamptz not null, -- as the client says
    issue_id uuid, -- that it became, or was counted with
    content_hash text collate "C" not null, -- settles which of two with one revision stands
    received_at timestamptz not null,
    received_by uuid,
    updated_at timestamptz not null,
    constraint findings_key primary key (district_code, id),
    constraint findings_inspection foreign key (district_code, inspection_id) references inspections,
    constraint findings_result_known check (result in ('passed', 'problem', 'not_applicable')),
    constraint findings_severity_known check (severity in ('ordinary', 'serious', 'safety')),
    constraint findings_complexity_known check (complexity in ('simple', 'complex')),
    constraint findings_problem_said check (result <> 'problem' or problem is not null and ledger is not null),
    constraint findings_defect_whole check ((defect_list is null) = (defect_code is null)),
    constraint findings_revision_positive check (revision > 0)
);
create index findings_of_inspection on findings (district_code, inspection_id, id);
create index findings_of_issue on findings (district_code, issue_id) where issue_id is not null;

-- An issue. Who is responsible, who does it by when and how (person, due_on, measure) stand together or not at all (F25). What a firm or the public reads is masked.
create table issues (
    district_code text collate "C" not null constraint issues_district references districts,
    id uuid not null,
    campaign_id uuid,
    ledger text collate "C" not null,
    level text collate "C" not null default 'street', -- F38: a street's ledger, and the district's that it is rolled up to
    estate_id uuid,
    street_code text collate "C",
    community_code text collate "C",
    firm_id uuid, -- that managed the estate on the day it was found
    contract_id uuid,
    place text not null default '',
    place_masked text not null default '',
    place_key text collate "C" generated always as (name_key(place)) stored not null,
    defect_list text collate "C", -- a list of codes, and one of its codes
    defect_code text collate "C",
    problem text not null,
    problem_masked text not null,
    said_x text not null generated always as (zh_separate(place || ' ' || problem)) stored,
    said_masked_x text not null generated always as (zh_separate(place_masked || ' ' || problem_masked)) stored,
    complexity text collate "C" not null default 'complex',
    severity text collate "C" not null default 'ordinary',
    source text collate "C" not null,
    complaint_id uuid,
    inspection_id uuid,
    finding_id uuid,
    found_on date not null,
    times_recorded integer not null default 1, -- the same defect at the same place, however often it was recorded
    last_recorded_at timestamptz not null,
    recurrence_of uuid, -- one that was closed and has come back
    responsible_kind text collate "C",
    responsible_firm_id uuid,
    committee_id uuid,
    department text collate "C",
    responsible_name text, -- of a developer; of the others as it was called when it was assigned
    person text,
    due_on date, -- the last day
    measure text,
    measure_masked text,
    progress text,
    progress_masked text,
    note text, -- 备注
    note_masked text,
    state text collate "C" not null default 'found',
    round integer not null default 1, -- of rectification; one more each time that it is not accepted
    assigned_at timestamptz,
    started_at timestamptz,
    rectified_at timestamptz,
    rectified_by uuid,
    rectified_role text collate "C",
    accepted_at timestamptz,
    accepted_by uuid,
    closed_at timestamptz,
    closed_by uuid,
    deferred_until date,
    plan text, -- F44: how it will be solved, where it cannot be for now
    plan_masked text,
    reported_up_at timestamptz, -- F44: when, and to whom
    reported_up_to text,
    refused_at timestamptz,
    refused_by uuid,
    refusal_decision text,
    withheld boolean not null default false, -- from firms and the public: it comes from a complaint that they must not know of
    rolled_up boolean not null default false, -- it stands in the district's ledger, and is counted there
    published_at timestamptz,
    created_by uuid,
    created_role text collate "C" not null,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    -- By when it is somebody's turn: to put it right, or to take up what was put off (F44).
    open_due date generated always as (coalesce(case when state in ('assigned', 'rectifying', 'rejected') then due_on when state = 'deferred' then deferred_until end, 'infinity')) stored not null,
    constraint issues_key primary key (district_code, id),
    constraint issues_campaign foreign key (district_code, campaign_id) references campaigns,
    constraint issues_estate foreign key (district_code, estate_id) references estates,
    constraint issues_firm foreign key (district_code, firm_id) references firms,
    constraint issues_contract foreign key (district_code, contract_id) references contracts,
    constraint issues_complaint foreign key (district_code, complaint_id) references complaints,
    constraint issues_inspection foreign key (district_code, inspection_id) references inspections,
    constraint issues_finding foreign key (district_code, finding_id) references findings,
    constraint issues_recurrence foreign key (district_code, recurrence_of) references issues,
    constraint issues_responsible_firm foreign key (district_code, responsible_firm_id) references firms,
    constraint issues_committee foreign key (district_code, committee_id) references owners_committees,
    constraint issues_ledger_known check (ledger in ('environment', 'road', 'parking', 'service', 'facility', 'contract', 'petition')),
    constraint issues_level_known check (level in ('street', 'district')),
    constraint issues_defect_whole check ((defect_list is null) = (defect_code is null)),
    constraint issues_complexity_known check (complexity in ('simple', 'complex')),
    constraint issues_severity_known check (severity in ('ordinary', 'serious', 'safety')),
    constraint issues_source_known check (source in ('inspection', 'complaint', 'self_check', 'patrol', 'solicitation', 'import', 'roll_up', 'other')),
    constraint issues_state_known check (state in ('found', 'assigned', 'rectifying', 'rectified', 'rejected', 'accepted', 'closed', 'deferred', 'refused', 'withdrawn')),
    constraint issues_area_known check (estate_id is null or street_code is not null and community_code is not null),
    constraint issues_street_said check (street_code is not null or level = 'district'),
    constraint issues_responsible_known check (responsible_kind in ('firm', 'owners_committee', 'developer', 'department')),
    constraint issues_assigned_whole check (num_nulls(person, due_on, measure) in (0, 3) and (person is null or responsible_kind is not null)),
    constraint issues_assigned_before check (person is not null or state in ('found', 'withdrawn', 'deferred', 'refused') or complexity = 'simple'),
    constraint issues_rectified_by_somebody check (state not in ('rectified', 'accepted', 'closed') or rectified_at is not null),
    constraint issues_accepted_by_another check (accepted_by <> rectified_by),
    constraint issues_closed_by_another check (closed_by <> rectified_by),
    constraint issues_closed_after_acceptance check (state <> 'closed' or accepted_at is not null and closed_at is not null),
    constraint issues_deferred_with_plan check (state <> 'deferred' or plan is not null and reported_up_at is not null),
    constraint issues_refused_by_decision check (state <> 'refused' or refusal_decision is not null and refused_at is not null),
    constraint issues_times_positive check (times_recorded > 0 and round > 0)
);
-- A defect at a place is one issue as long as it is open. What is withheld is one of its own: that it was there already must not show from one that firms read.
create unique index issues_one on issues (district_code, estate_id, defect_list, defect_code, place_key, level, withheld)
    where estate_id is not null and defect_code is not null and state not in ('closed', 'withdrawn');
-- Lists, newest first, whole, of an area or of a firm, by what is rare enough to be looked for; open ones by their day, whatever has none comes last.
create index issues_newest on issues (district_code, created_at desc, id desc);
create index issues_in_state on issues (district_code, state, created_at desc, id desc);
create index issues_by_ledger on issues (district_code, ledger, created_at desc, id desc);
create index issues_by_severity on issues (district_code, severity, created_at desc, id desc);
create index issues_by_defect on issues (district_code, defect_code, created_at desc, id desc) where defect_code is not null;
create index issues_by_source on issues (district_code, source, created_at desc, id desc);
create index issues_of_campaign on issues (district_code, campaign_id, created_at desc, id desc) where campaign_id is not null;
create index issues_by_kind on issues (district_code, responsible_kind, created_at desc, id desc) where responsible_kind is not null;
create index issues_of_department on issues (district_code, department, created_at desc, id desc) where department is not null;
create index issues_rolled_up on issues (district_code, created_at desc, id desc) where rolled_up;
create index issues_simple on issues (district_code, created_at desc, id desc) where complexity = 'simple';
create index issues_withheld on issues (district_code, campaign_id) where withheld; -- what the public does not count
create index issues_found on issues (district_code, found_on);
create index issues_changed on issues (district_code, updated_at);
create index issues_of_street_newest on issues (district_code, street_code, created_at desc, id desc);
create index issues_of_community on issues (district_code, community_code, created_at desc, id desc);
create index issues_of_firm on issues (district_code, responsible_firm_id, created_at desc, id desc) where responsible_firm_id is not null;
create index issues_of_estate on issues (district_code, estate_id, created_at desc, id desc);
create index issues_due on issues (district_code, open_due, id);
create index issues_due_of_street on issues (district_code, street_code, open_due, id);
create index issues_due_of_community on issues (district_code, community_code, open_due, id);
create index issues_due_of_firm on issues (district_code, responsible_firm_id, open_due, id) where responsible_firm_id is not null;
create index issues_search on issues using gin (district_code, street_code, community_code, said_x gin_trgm_ops);
create index issues_search_masked on issues using gin (district_code, responsible_firm_id, said_masked_x gin_trgm_ops);
create index issues_of_complaint on issues (district_code, complaint_id) where complaint_id is not null;
create index issues_of_inspection on issues (district_code, inspection_id) where inspection_id is not null;
-- Whoever reads in public asks for no district.
create index issues_public on issues (created_at desc, id desc) where published_at is not null;
create index issues_public_in_state on issues (state, created_at desc, id desc) where published_at is not null;
create index issues_public_due on issues (open_due, id) where published_at is not null;

-- Every step of an issue, in order; never changed.
create table issue_events (
    district_code text collate "C" not null,
    issue_id uuid not null,
    seq integer not null,
    action text collate "C" not null,
    from_state text collate "C",
    to_state text collate "C" not null,
    by_role text collate "C" not null,
    by_id uuid,
    by_name text,
    note text,
    note_masked text,
    document jsonb, -- what the step set: measure, day, person, plan …
    at timestamptz not null,
    constraint issue_events_key primary key (district_code, issue_id, seq),
    constraint issue_events_issue foreign key (district_code, issue_id) references issues
);

-- Each time that the same defect at the same place was recorded.
create table issue_sightings (
    district_code text collate "C" not null,
    issue_id uuid not null,
    id uuid not null,
    source text collate "C" not null,
    finding_id uuid,
    complaint_id uuid,
    problem text not null,
    problem_masked text not null,
    recorded_on date not null,
    recorded_by uuid,
    recorded_at timestamptz not null,
    constraint issue_sightings_key primary key (district_code, issue_id, id),
    constraint issue_sightings_issue foreign key (district_code, issue_id) references issues
);
create index issue_sightings_complaint on issue_sightings (district_code, complaint_id) where complaint_id is not null;
create unique index issue_sightings_finding on issue_sightings (district_code, finding_id) where finding_id is not null;

-- F38: what a street's ledger holds and the item of the district's ledger that it went into. One may be split over several, several may go into one.
create table issue_links (
    district_code text collate "C" not null,
    street_issue_id uuid not null,
    district_issue_id uuid not null,
    linked_by uuid,
    linked_at timestamptz not null,
    constraint issue_links_key primary key (district_code, street_issue_id, district_issue_id),
    constraint issue_links_street_issue foreign key (district_code, street_issue_id) references issues,
    constraint issue_links_district_issue foreign key (district_code, district_issue_id) references issues,
    constraint issue_links_two_levels check (street_issue_id <> district_issue_id)
);
create index issue_links_of_district on issue_links (district_code, district_issue_id);

-- Counted as they move: whoever changes an issue adds what leaves a state and what comes to one; a job puts them together (sums are those of both tables). Nobody waits for
-- anybody. No campaign: the uuid of zeros; no street, community, responsible kind: the empty text.
create table issue_tallies (
    district_code text collate "C" not null,
    campaign_id uuid not null,
    ledger text collate "C" not null,
    level text collate "C" not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    responsible_kind text collate "C" not null,
    severity text collate "C" not null,
    rolled_up boolean not null,
    state text collate "C" not null,
    n bigint not null,
    constraint issue_tallies_key primary key (district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, state)
);
create table issue_moves (
    district_code text collate "C" not null,
    campaign_id uuid not null,
    ledger text collate "C" not null,
    level text collate "C" not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    responsible_kind text collate "C" not null,
    severity text collate "C" not null,
    rolled_up boolean not null,
    state text collate "C" not null,
    n integer not null,
    moved_at timestamptz not null,
    id uuid not null default gen_random_uuid(),
    constraint issue_moves_key primary key (district_code, id)
);

alter table campaigns enable row level security;
alter table inspections enable row level security;
alter table findings enable row level security;
alter table issues enable row level security;
alter table issue_events enable row level security;
alter table issue_sightings enable row level security;
alter table issue_links enable row level security;
alter table issue_tallies enable row level security;
alter table issue_moves enable row level security;

reset role;
