-- Targets (B01–B17, L2, L3): schemes of indicators, the facts that no other register holds, and what was told of a day, frozen.
set local role wuye_owner;

create table target_schemes (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    code text collate "C" not null,
    number integer not null, -- of this code, from 1
    title_zh text not null,
    title_en text not null,
    indicators jsonb not null, -- [{code, title_zh, title_en, form, numerator, denominator, unit, direction, hard, targets: [{due_on, at_least, at_most}], basis}]
    state text collate "C" not null default 'draft',
    effective_from date,
    effective_to date, -- the day after the last
    source text not null,
    created_by uuid,
    written_by uuid[] not null default '{}', -- whoever has written in it does not publish it
    created_at timestamptz not null default now(),
    published_by uuid,
    published_at timestamptz,
    withdrawn_reason text,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    constraint target_schemes_key primary key (district_code, id),
    constraint target_schemes_number unique (district_code, code, number),
    constraint target_schemes_state_known check (state in ('given', 'draft', 'published', 'withdrawn')),
    constraint target_schemes_given_to_all check ((state = 'given') = (district_code = '*')),
    constraint target_schemes_published_from check (state <> 'published' or effective_from is not null),
    constraint target_schemes_period check (effective_to > effective_from),
    constraint target_schemes_one exclude using gist (district_code with =, code with =, daterange(effective_from, effective_to) with &&) where (state = 'published')
);

-- What no register holds: a station, a platform, a standard that is met, a demonstration site of an estate, from a day on; how many were asked and satisfied in a survey of a
-- street or, without one, of the district. A fact counts by its own days, whenever it was recorded; a withdrawn one never does.
create table target_facts (
    district_code text collate "C" not null,
    id uuid not null,
    kind text collate "C" not null,
    estate_id uuid,
    street_code text collate "C",
    community_code text collate "C",
    holds_from date not null,
    holds_to date, -- the day after the last
    surveyed integer,
    satisfied integer,
    title text,
    evidence text not null,
    recorded_by uuid,
    recorded_role text collate "C" not null,
    created_at timestamptz not null,
    end_reason text,
    withdrawn_at timestamptz,
    withdrawn_by uuid,
    withdrawn_reason text,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint target_facts_key primary key (district_code, id),
    constraint target_facts_of_estate foreign key (district_code, estate_id) references estates (district_code, id),
    constraint target_facts_kind_known check (kind in ('red_station', 'platform', 'standard_met', 'party_demonstration', 'satisfaction')),
    constraint target_facts_fit check (case when kind = 'satisfaction' then num_nonnulls(estate_id, community_code, holds_to) = 0 and num_nulls(surveyed, satisfied) = 0
        else num_nulls(estate_id, street_code, community_code) = 0 and num_nonnulls(surveyed, satisfied) = 0 end),
    constraint target_facts_survey check (surveyed > 0 and satisfied between 0 and surveyed),
    constraint target_facts_period check (holds_to > holds_from),
    constraint target_facts_end_has_reason check ((holds_to is null) = (end_reason is null)),
    constraint target_facts_withdrawn_whole check (num_nonnulls(withdrawn_at, withdrawn_reason) in (0, 2)),
    constraint target_facts_once exclude using gist (district_code with =, kind with =, estate_id with =, daterange(holds_from, holds_to) with &&) where (withdrawn_at is null and estate_id is not null)
);
-- One survey of a street, or of the district, on a day.
create unique index target_facts_survey_once on target_facts (district_code, kind, coalesce(street_code, ''), holds_from) where withdrawn_at is null and estate_id is null;
create index target_facts_newest on target_facts (district_code, holds_from desc, id desc);
create index target_facts_of_street on target_facts (district_code, street_code, holds_from desc, id desc);
create index target_facts_by_estate on target_facts (district_code, estate_id);
create index target_facts_changed on target_facts (district_code, updated_at);

-- What was told of a day that is over. A correction is the next revision, with its reason; no revision ever changes.
create table target_snapshots (
    district_code text collate "C" not null,
    id uuid not null,
    scheme_id uuid not null,
    scheme_code text collate "C" not null,
    scheme_number integer not null,
    as_of date not null,
    revision integer not null constraint target_snapshots_revision_counts check (revision >= 1),
    reason text,
    met integer not null,
    missed integer not null,
    warnings integer not null,
    told integer not null,
    values_hash text collate "C" not null constraint target_snapshots_hash_form check (values_hash ~ '^[0-9a-f]{64}$'),
    frozen_by uuid,
    frozen_at timestamptz not null,
    constraint target_snapshots_key primary key (district_code, id),
    constraint target_snapshots_once unique (district_code, scheme_code, as_of, revision),
    constraint target_snapshots_corrected_why check (revision = 1 or reason is not null)
);
create index target_snapshots_newest on target_snapshots (district_code, frozen_at desc, id desc);

create table target_snapshot_values (
    district_code text collate "C" not null,
    snapshot_id uuid not null,
    position integer not null,
    indicator text collate "C" not null,
    title_zh text not null,
    title_en text not null,
    unit text collate "C" not null,
    street_code text collate "C",
    binding boolean not null,
    form text collate "C" not null,
    direction text collate "C" not null,
    hard boolean not null,
    numerator numeric not null,
    denominator numeric,
    rate numeric,
    target numeric,
    target_most numeric,
    due_on date,
    required numeric,
    gap numeric,
    next_target numeric,
    next_due_on date,
    next_required numeric,
    next_gap numeric,
    compared_on date,
    compared_rate numeric,
    change numeric,
    state text collate "C" not null,
    constraint target_snapshot_values_key primary key (district_code, snapshot_id, position),
    constraint target_snapshot_values_of_snapshot foreign key (district_code, snapshot_id) references target_snapshots (district_code, id)
);

-- How many complaints came on each day, by street ('': in none), as they were counted last; what has changed from a moment on is counted anew by whoever asks.
create table complaint_days (
    district_code text collate "C" not null,
    day date not null,
    street_code text collate "C" not null,
    n bigint not null,
    constraint complaint_days_key primary key (district_code, day, street_code) include (n)
);
create table complaint_days_counted (
    district_code text collate "C" not null,
    changes_from timestamptz not null,
    constraint complaint_days_counted_key primary key (district_code)
);

alter table complaint_days enable row level security;
alter table complaint_days_counted enable row level security;
alter table target_schemes enable row level security;
alter table target_facts enable row level security;
alter table target_snapshots enable row level security;
alter table target_snapshot_values enable row level security;

reset role;
