-- Campaigns: the plan that each goes by, what is owed under it and by whom, what was handed in and what was said of it, the estates that lead the way. F01–F09, F13, F30–F37, F46,
-- F48, B16, B17, L7.
set local role wuye_owner;

-- Plans as documents state them, for every district to start from: days by month and day, so that one can be started for another year (schema CampaignPlan of the contract).
create table campaign_templates (
    code text collate "C" constraint campaign_templates_key primary key,
    title_zh text not null,
    title_en text not null,
    basis text not null,
    document jsonb not null,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    constraint campaign_templates_code_word check (code ~ '^[a-z0-9][a-z0-9_-]*$')
);

alter table campaigns
    add code text collate "C" not null default gen_random_uuid()::text, -- that liaisons name
    add template text collate "C",
    add document jsonb not null default '{}', -- its plan; a day without a year is the campaign's year's
    add opened_at timestamptz,
    add opened_by uuid,
    add closed_at timestamptz,
    add closed_by uuid,
    add end_reason text, -- why it was withdrawn, or closed with results not accepted
    add closed_with jsonb, -- what was found lacking when it was closed
    add constraint campaigns_opened check (opened_at is null or state in ('open', 'closed')),
    add constraint campaigns_closed check (closed_at is null or state = 'closed');
create unique index campaigns_code on campaigns (district_code, code) where state <> 'withdrawn';
create index campaigns_newest on campaigns (district_code, created_at desc, id desc);

-- What one body owes for one period: a deliverable of the plan, as it was called when it was asked for. Late from due_at on, which is the first moment of the day after due_on. What was
-- returned is not delivered; delivered_at and on_time are those of the submission that stands.
create table campaign_duties (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    campaign_id uuid not null,
    deliverable text collate "C" not null,
    kind text collate "C" not null,
    number integer not null, -- its place in the plan
    title_zh text not null,
    title_en text not null,
    period text collate "C" not null, -- a month (YYYY-MM), a phase, or nothing
    owed_by text collate "C" not null,
    org_code text collate "C" not null, -- of the division, or of the department with its id
    org_name text not null,
    street_code text collate "C",
    community_code text collate "C",
    department_id uuid,
    department text collate "C",
    due_on date, -- the last day
    due_at timestamptz generated always as ((due_on + 1)::timestamp at time zone 'Asia/Shanghai') stored,
    due_key date not null generated always as (coalesce(due_on, 'infinity')) stored,
    state text collate "C" not null default 'open',
    submissions integer not null default 0,
    submitted_by uuid,
    delivered_at timestamptz,
    on_time boolean,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint campaign_duties_key primary key (district_code, id),
    constraint campaign_duties_one unique (district_code, campaign_id, deliverable, period, org_code),
    constraint campaign_duties_campaign foreign key (district_code, campaign_id) references campaigns,
    constraint campaign_duties_department foreign key (district_code, department_id) references departments,
    constraint campaign_duties_kind_known check (kind in ('report', 'result')),
    constraint campaign_duties_owed_by_known check (owed_by in ('district', 'street', 'community', 'department')),
    constraint campaign_duties_org_fits check (case owed_by
        when 'street' then street_code is not null and num_nonnulls(community_code, department_id) = 0
        when 'community' then num_nulls(street_code, community_code) = 0 and department_id is null
        when 'department' then department_id is not null and num_nonnulls(street_code, community_code) = 0
        else num_nonnulls(street_code, community_code, department_id) = 0 end),
    constraint campaign_duties_state_known check (state in ('open', 'submitted', 'accepted', 'returned', 'missed', 'waived')),
    constraint campaign_duties_delivered check ((delivered_at is not null) = (state in ('submitted', 'accepted')) and (delivered_at is null) = (on_time is null))
);
create index campaign_duties_by_due on campaign_duties (district_code, due_key, id);
create index campaign_duties_of_street on campaign_duties (district_code, street_code, due_key, id) where street_code is not null;
create index campaign_duties_of_community on campaign_duties (district_code, community_code, due_key, id) where community_code is not null;
create index campaign_duties_of_campaign on campaign_duties (district_code, campaign_id, due_key, id);
create index campaign_duties_pending on campaign_duties (district_code, due_key, id) where state in ('open', 'returned');

-- Every submission, and what was said of it; neither is ever changed.
create table campaign_submissions (
    district_code text collate "C" not null,
    duty_id uuid not null,
    seq integer not null,
    content text not null,
    inspection_ids uuid[] not null default '{}',
    ledgers text[] not null default '{}',
    on_time boolean not null,
    submitted_at timestamptz not null,
    submitted_by uuid,
    submitted_role text collate "C" not null,
    constraint campaign_submissions_key primary key (district_code, duty_id, seq),
    constraint campaign_submissions_duty foreign key (district_code, duty_id) references campaign_duties
);
create table campaign_decisions (
    district_code text collate "C" not null,
    duty_id uuid not null,
    seq integer not null, -- of the submission
    decision text collate "C" not null,
    reason text,
    checklist text, -- what was looked at, and how it was found
    decided_at timestamptz not null,
    decided_by uuid,
    decided_role text collate "C" not null,
    constraint campaign_decisions_key primary key (district_code, duty_id, seq),
    constraint campaign_decisions_submission foreign key (district_code, duty_id, seq) references campaign_submissions,
    constraint campaign_decisions_decision_known check (decision in ('accepted', 'returned')),
    constraint campaign_decisions_returned_for check (decision = 'accepted' or reason is not null)
);

-- B16, B17: estates that lead the way. How many there may and should be is in the campaign's plan.
create table campaign_estates (
    district_code text collate "C" not null,
    id uuid not null,
    campaign_id uuid not null,
    estate_id uuid not null,
    street_code text collate "C" not null, -- of the estate on the day
    community_code text collate "C" not null,
    kind text collate "C" not null,
    note text,
    added_by uuid,
    created_at timestamptz not null,
    ended_at timestamptz,
    ended_by uuid,
    end_reason text,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint campaign_estates_key primary key (district_code, id),
    constraint campaign_estates_campaign foreign key (district_code, campaign_id) references campaigns,
    constraint campaign_estates_estate foreign key (district_code, estate_id) references estates,
    constraint campaign_estates_kind_known check (kind in ('pilot', 'demonstration')),
    constraint campaign_estates_end check ((ended_at is null) = (end_reason is null))
);
create unique index campaign_estates_one on campaign_estates (district_code, campaign_id, kind, estate_id) where ended_at is null;
create index campaign_estates_of_campaign on campaign_estates (district_code, campaign_id, created_at desc, id desc);

create table campaign_transitions (
    thing text collate "C" not null,
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    constraint campaign_transitions_key primary key (thing, from_state, action),
    constraint campaign_transitions_thing_known check (thing in ('campaign', 'duty'))
);
insert into campaign_transitions (thing, from_state, action, to_state) values
    ('campaign', 'draft', 'open', 'open'),
    ('campaign', 'draft', 'withdraw', 'withdrawn'),
    ('campaign', 'open', 'close', 'closed'),
    ('duty', 'open', 'submit', 'submitted'),
    ('duty', 'returned', 'submit', 'submitted'),
    ('duty', 'submitted', 'accept', 'accepted'),
    ('duty', 'submitted', 'return', 'returned'),
    ('duty', 'open', 'close', 'missed'),
    ('duty', 'returned', 'close', 'missed');

alter table campaign_templates enable row level security;
alter table campaign_duties enable row level security;
alter table campaign_submissions enable row level security;
alter table campaign_decisions enable row level security;
alter table campaign_estates enable row level security;
alter table campaign_transitions enable row level security;

reset role;
