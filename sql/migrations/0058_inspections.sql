-- What inspections look at, how they are planned, how they move, and what they say of issues found before. F11, F12, F19, F27–F29, F36, F47, F49.
set local role wuye_owner;

-- What is looked at. A published one never changes: another number of its code follows it. district_code '*': shipped, and used by every district as it is.
create table inspection_sheets (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    code text collate "C" not null,
    number integer not null, -- of this code, from 1
    title_zh text not null,
    title_en text not null,
    kinds text[] not null, -- of inspections that it is for
    items jsonb not null, -- [{code, title_zh, title_en, ledger, severity, photo_required, basis}]
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
    constraint inspection_sheets_key primary key (district_code, id),
    constraint inspection_sheets_number unique (district_code, code, number),
    constraint inspection_sheets_kinds_known check (kinds <> '{}' and kinds <@ '{key,random,daily,follow_up,joint_enforcement,city,benchmark,special}'),
    constraint inspection_sheets_state_known check (state in ('given', 'draft', 'published', 'withdrawn')),
    constraint inspection_sheets_given_to_all check ((state = 'given') = (district_code = '*')),
    constraint inspection_sheets_published_from check (state <> 'published' or effective_from is not null),
    constraint inspection_sheets_period check (effective_to > effective_from),
    constraint inspection_sheets_one exclude using gist (district_code with =, code with =, daterange(effective_from, effective_to) with &&) where (state = 'published')
);

-- Which estates are to be visited in a period. A sample is drawn elsewhere and brought here (inspections_from_draw).
create table inspection_plans (
    district_code text collate "C" not null constraint inspection_plans_district references districts,
    id uuid not null,
    title text not null,
    kind text collate "C" not null,
    level text collate "C" not null,
    street_code text collate "C", -- of the street whose plan it is; null: the district's
    campaign_id uuid,
    sheet_id uuid,
    streets text[] not null default '{}', -- that it is about; all of them where none is named
    period_from date not null,
    period_to date not null, -- the last day
    sample_share numeric(5,4), -- of the ordinary estates in scope
    sample_count integer,
    departments text[] not null default '{}',
    state text collate "C" not null default 'open',
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint inspection_plans_key primary key (district_code, id),
    constraint inspection_plans_campaign foreign key (district_code, campaign_id) references campaigns,
    constraint inspection_plans_kind_known check (kind in ('key', 'random', 'daily', 'joint_enforcement', 'city', 'benchmark', 'special')),
    constraint inspection_plans_level_known check (level in ('city', 'district', 'street')),
    constraint inspection_plans_street_fits check ((level = 'street') = (street_code is not null)),
    constraint inspection_plans_state_known check (state in ('open', 'closed')),
    constraint inspection_plans_period check (period_to >= period_from),
    constraint inspection_plans_sample check (case when kind = 'random' then num_nonnulls(sample_share, sample_count) = 1 else num_nonnulls(sample_share, sample_count) = 0 end),
    constraint inspection_plans_sample_bounds check (sample_share > 0 and sample_share <= 1 or sample_count > 0 or kind <> 'random')
);
create index inspection_plans_newest on inspection_plans (district_code, created_at desc, id desc);

alter table inspections
    add column departments text[] not null default '{}', -- that took part in a joint enforcement visit
    add column notes text, -- the inspectors' own, masked: no firm reads them
    add column partial_reason text, -- why not every item was looked at
    add column reopened_at timestamptz,
    add column reopened_reason text,
    add column content_hash text collate "C", -- of what it was made of: the same again is no other
    add constraint inspections_plan foreign key (district_code, plan_id) references inspection_plans,
    add constraint inspections_follow_up_whole check (kind <> 'follow_up' or follow_up_of is not null),
    add constraint inspections_started check (state in ('planned', 'drawn', 'cancelled') or visited_on is not null),
    add constraint inspections_cancelled_why check (state <> 'cancelled' or ended_reason is not null);
-- A plan has an estate once, however often its inspections are made; so has a draw.
create unique index inspections_planned_once on inspections (district_code, plan_id, estate_id) where plan_id is not null and kind in ('key', 'random') and state <> 'cancelled';
create unique index inspections_drawn_once on inspections (district_code, draw_id, estate_id) where draw_id is not null and state <> 'cancelled';
create index inspections_joint on inspections (district_code, street_code, visited_on) where kind = 'joint_enforcement' and state in ('submitted', 'published');
create index inspections_made_public on inspections (district_code, published_at desc, id desc) where state = 'published';

alter table findings
    add column checked_issue_id uuid, -- of a follow-up: the issue that it says is still there (problem) or gone (passed)
    add constraint findings_checked_issue foreign key (district_code, checked_issue_id) references issues;

create table inspection_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    role text collate "C" not null,
    constraint inspection_transitions_key primary key (from_state, action, role)
);
insert into inspection_transitions (from_state, action, to_state, role)
select t.from_state, t.action, t.to_state, r.role
from (values
    ('planned', 'start', 'in_progress', '{district,street,community}'),
    ('drawn', 'start', 'in_progress', '{district,street,community}'),
    ('in_progress', 'submit', 'submitted', '{district,street,community}'),
    ('submitted', 'reopen', 'in_progress', '{district,street}'),
    ('submitted', 'publish', 'published', '{district}'),
    ('planned', 'cancel', 'cancelled', '{district,street,community}'),
    ('drawn', 'cancel', 'cancelled', '{district,street}'),
    ('in_progress', 'cancel', 'cancelled', '{district,street,community}')
) t (from_state, action, to_state, roles)
cross join lateral unnest(t.roles::text[]) r (role);

-- F12, F49: how often a month a street goes into its estates with other departments.
insert into rule_names (name, domain, kind, lowest, highest, units, subjects, by_category, position) values
    ('joint_enforcement_per_month', 'duty', 'integer', 0, 1000, '{times}', '{*}', false, 157);
insert into district_rules (district_code, domain, name, value, unit, basis, effective_from) values
    ('*', 'duty', 'joint_enforcement_per_month', 1, 'times', '000', '2020-01-01');

alter table inspection_sheets enable row level security;
alter table inspection_plans enable row level security;
alter table inspection_transitions enable row level security;

reset role;
