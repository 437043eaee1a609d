-- Supervision: frozen rankings of estates by complaints, and the listing of estates under supervision (挂牌督办).
set local role wuye_owner;

alter table rule_names drop constraint rule_names_domain_known;
alter table rule_names add constraint rule_names_domain_known check (domain in (
    'complaint', 'privacy', 'duty', 'estate', 'attachment', 'contract', 'issue', 'ranking', 'suspension', 'listing', 'dishonest', 'target', 'committee', 'vote', 'disclosure',
    'mediation', 'assessment'));
alter table rule_names drop constraint rule_names_units_known;
alter table rule_names add constraint rule_names_units_known check (
    units <@ array['minutes', 'hours', 'days', 'working_days', 'months', 'quarters', 'years', 'times', 'people', 'items', 'places', 'households', 'percent', 'points', 'bytes', 'yuan', 'm2']
    and (units = '{}') = (kind = 'boolean'));
alter table district_rules drop constraint district_rules_unit_known;
alter table district_rules add constraint district_rules_unit_known check (
    unit in ('minutes', 'hours', 'days', 'working_days', 'months', 'quarters', 'years', 'times', 'people', 'items', 'places', 'households', 'percent', 'points', 'bytes', 'yuan', 'm2'));

-- One quarter of one list as it was counted when it was frozen (E08, E09, L4): what comes in later never changes it. A correction is the next revision, with its reason.
create table ranking_snapshots (
    district_code text collate "C" not null,
    id uuid not null,
    list text collate "C" not null constraint ranking_snapshots_list_known check (list in ('petition', 'hotline')),
    quarter text collate "C" not null constraint ranking_snapshots_quarter_form check (quarter ~ '^[0-9]{4}-Q[1-4]$'),
    first_day date not null,
    next_day date not null,
    revision integer not null constraint ranking_snapshots_revision_counts check (revision >= 1),
    reason text,
    -- The rules that held for this count, by name, so that the count can be made again: sources, top, ties, merged, invalid.
    method jsonb not null,
    -- The instant up to which complaints were known, and the SHA-256 of what was counted.
    counted_at timestamptz not null,
    complaints integer not null,
    estates integer not null,
    inputs_hash text collate "C" not null constraint ranking_snapshots_hash_form check (inputs_hash ~ '^[0-9a-f]{64}$'),
    frozen_by uuid,
    frozen_at timestamptz not null,
    published_by uuid,
    published_at timestamptz,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint ranking_snapshots_pk primary key (district_code, id),
    constraint ranking_snapshots_once unique (district_code, list, quarter, revision),
    constraint ranking_snapshots_corrected_why check ((revision = 1) = (reason is null)),
    constraint ranking_snapshots_period check (next_day > first_day)
);

-- An estate's place. `listed`: it is among the first places (top three) that have consequences. The firm is the one whose contract held on the complaints' days:
-- `firms` has each with its share of the count; firm_id the one that had most (null: nobody served it).
create table ranking_rows (
    district_code text collate "C" not null,
    ranking_id uuid not null,
    estate_id uuid not null,
    estate_code text collate "C" not null,
    estate_name text not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    position integer not null,
    rank integer not null,
    listed boolean not null,
    counted integer not null constraint ranking_rows_counted_some check (counted > 0),
    counted_raw integer not null,
    counted_merged integer not null,
    households integer,
    per_1000_households numeric(12,2),
    leader_instruction integer not null default 0,
    group_petition integer not null default 0,
    opinion_event integer not null default 0,
    firm_id uuid,
    firms jsonb not null default '[]',
    constraint ranking_rows_pk primary key (district_code, ranking_id, estate_id),
    constraint ranking_rows_position_once unique (district_code, ranking_id, position),
    constraint ranking_rows_of_snapshot foreign key (district_code, ranking_id) references ranking_snapshots (district_code, id),
    constraint ranking_rows_of_estate foreign key (district_code, estate_id) references estates (district_code, id)
);
create index ranking_rows_by_estate on ranking_rows (district_code, estate_id);

-- 挂牌督办 (H01, H02): an estate is listed until its rectification has been accepted; no day ends it.
create table supervision_listings (
    district_code text collate "C" not null,
    id uuid not null,
    estate_id uuid not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    firm_id uuid,
    reason text collate "C" not null constraint supervision_listings_reason_known check (reason in ('petition_top3', 'hotline_top3', 'leader', 'group', 'opinion')),
    basis text not null,
    basis_masked text not null,
    quarter text collate "C",
    ranking_id uuid,
    -- The district body that stands behind the estate (包保单位), and the day by which it should be done: past it the listing is overdue, never over.
    sponsor_unit text,
    due_on date,
    state text collate "C" not null default 'proposed' constraint supervision_listings_state_known
        check (state in ('proposed', 'refused', 'listed', 'rectifying', 'acceptance_requested', 'accepted', 'rejected')),
    round integer not null default 1,
    proposed_by uuid,
    proposed_role text collate "C" not null,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    listed_on date,
    requested_by uuid,
    requested_at timestamptz,
    accepted_by uuid,
    accepted_on date,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint supervision_listings_pk primary key (district_code, id),
    constraint supervision_listings_of_estate foreign key (district_code, estate_id) references estates (district_code, id),
    constraint supervision_listings_of_ranking foreign key (district_code, ranking_id, estate_id) references ranking_rows (district_code, ranking_id, estate_id),
    constraint supervision_listings_ranked check ((reason in ('petition_top3', 'hotline_top3')) = (ranking_id is not null)),
    constraint supervision_listings_decider check (decided_by is distinct from proposed_by or decided_by is null),
    constraint supervision_listings_acceptor check (accepted_by is distinct from requested_by or accepted_by is null),
    constraint supervision_listings_listed_from check ((listed_on is null) = (state in ('proposed', 'refused'))),
    constraint supervision_listings_ends_accepted check ((accepted_on is null) = (state <> 'accepted'))
);
create unique index supervision_listings_once on supervision_listings (district_code, estate_id, reason, coalesce(quarter, '')) where state not in ('refused', 'accepted');

alter table ranking_snapshots enable row level security;
alter table ranking_rows enable row level security;
alter table supervision_listings enable row level security;

reset role;
