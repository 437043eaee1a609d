-- F11, F27: the register of inspectors with what keeps them from visiting somebody, and random draws of whom to visit and of who visits (双随机一公开).
set local role wuye_owner;

-- Whoever may be drawn to visit. Never deleted: it ends.
create table inspectors (
    district_code text collate "C" not null constraint inspectors_district references districts,
    id uuid not null,
    name text not null,
    unit text collate "C" not null,
    unit_name text, -- as it calls itself
    street_code text collate "C" constraint inspectors_street references divisions, -- of a street's own
    specialities text[] not null default '{}',
    user_id uuid,
    valid_from date not null,
    valid_to date, -- the day after the last
    ended_reason text,
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint inspectors_key primary key (district_code, id),
    constraint inspectors_user foreign key (district_code, user_id) references users,
    constraint inspectors_unit_known check (unit in ('district', 'street', 'department', 'expert')),
    constraint inspectors_street_fits check ((street_code is not null) = (unit = 'street')),
    constraint inspectors_name_given check (name <> ''),
    constraint inspectors_period check (valid_to >= valid_from),
    constraint inspectors_ended check ((valid_to is null) = (ended_reason is null))
);
create index inspectors_newest on inspectors (district_code, created_at desc, id desc);
create index inspectors_of_street on inspectors (district_code, street_code, created_at desc, id desc) where street_code is not null;
-- Nobody is in the pool twice.
create unique index inspectors_one on inspectors (district_code, user_id) where user_id is not null and valid_to is null;

-- Why somebody does not visit a firm's estates, one estate, or those of a community.
create table inspector_conflicts (
    district_code text collate "C" not null,
    id uuid not null,
    inspector_id uuid not null,
    subject text collate "C" not null,
    firm_id uuid,
    estate_id uuid,
    community_code text collate "C" constraint inspector_conflicts_community references divisions,
    reason text not null,
    valid_from date not null,
    valid_to date, -- the day after the last
    ended_reason text,
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint inspector_conflicts_key primary key (district_code, id),
    constraint inspector_conflicts_inspector foreign key (district_code, inspector_id) references inspectors,
    constraint inspector_conflicts_firm foreign key (district_code, firm_id) references firms,
    constraint inspector_conflicts_estate foreign key (district_code, estate_id) references estates,
    constraint inspector_conflicts_subject_fits check (num_nonnulls(firm_id, estate_id, community_code) = 1 and case subject
        when 'firm' then firm_id is not null when 'estate' then estate_id is not null when 'community' then community_code is not null else false end),
    constraint inspector_conflicts_period check (valid_to >= valid_from)
);
create index inspector_conflicts_of_inspector on inspector_conflicts (district_code, inspector_id, created_at desc, id desc);

-- committed → drawn → published; cancelled from either of the first two, which hides nothing. Pools and weights are frozen by the commitment.
create table draws (
    district_code text collate "C" not null constraint draws_district references districts,
    id uuid not null,
    title text not null,
    basis text not null,
    street_code text collate "C" constraint draws_street references divisions, -- that committed it; none: the district
    campaign_id uuid,
    redraw_of uuid, -- the draw whose targets nobody could visit
    wanted jsonb not null, -- what the pools were chosen by
    public_value_source text not null, -- when and where the public value is to be found
    not_before timestamptz not null,
    as_of date not null,
    rulebook_id uuid, -- whose grades the weights come from
    target_count integer not null,
    inspector_count integer not null,
    team_size integer not null,
    targets integer not null, -- in the pools, and the sums of their weights
    target_weight bigint not null,
    inspectors integer not null,
    inspector_weight bigint not null,
    pool_hash text collate "C" not null,
    commitment text collate "C" not null,
    state text collate "C" not null default 'committed',
    committed_by uuid,
    committed_at timestamptz not null,
    drawn_by uuid,
    drawn_at timestamptz,
    published_by uuid,
    published_at timestamptz,
    cancelled_by uuid,
    cancelled_at timestamptz,
    cancelled_reason text,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint draws_key primary key (district_code, id),
    constraint draws_campaign foreign key (district_code, campaign_id) references campaigns,
    constraint draws_redraw foreign key (district_code, redraw_of) references draws,
    constraint draws_state_known check (state in ('committed', 'drawn', 'published', 'cancelled')),
    constraint draws_counts check (team_size between 1 and inspector_count and target_count between 1 and targets and inspector_count <= inspectors),
    constraint draws_by_two check (drawn_by <> committed_by),
    constraint draws_value_to_come check (not_before > committed_at),
    constraint draws_drawn check ((drawn_at is not null) = (state in ('drawn', 'published')) or state = 'cancelled'),
    constraint draws_published check ((published_at is not null) = (state = 'published')),
    constraint draws_cancelled check ((cancelled_at is not null) = (state = 'cancelled') and (cancelled_at is null) = (cancelled_reason is null))
);
create index draws_newest on draws (district_code, committed_at desc, id desc);
create index draws_cancelled_ones on draws (district_code, committed_at) where state = 'cancelled';
create index draws_untold on draws (district_code, committed_at) where state = 'drawn';
create unique index draws_one_redraw on draws (district_code, redraw_of) where redraw_of is not null and state <> 'cancelled';

create table draw_targets (
    district_code text collate "C" not null,
    draw_id uuid not null,
    estate_id uuid not null,
    weight integer not null,
    code text collate "C" not null,
    name text not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    firm_id uuid, -- that managed it on the day
    firm_name text,
    grade text collate "C",
    factor numeric not null, -- of inspections, by the grade
    constraint draw_targets_key primary key (district_code, draw_id, estate_id),
    constraint draw_targets_draw foreign key (district_code, draw_id) references draws,
    constraint draw_targets_estate foreign key (district_code, estate_id) references estates,
    constraint draw_targets_weight_positive check (weight > 0)
);
create table draw_inspectors (
    district_code text collate "C" not null,
    draw_id uuid not null,
    inspector_id uuid not null,
    weight integer not null,
    unit text collate "C" not null,
    constraint draw_inspectors_key primary key (district_code, draw_id, inspector_id),
    constraint draw_inspectors_draw foreign key (district_code, draw_id) references draws,
    constraint draw_inspectors_inspector foreign key (district_code, inspector_id) references inspectors,
    constraint draw_inspectors_weight_positive check (weight > 0)
);
-- Who of the pool may not visit what of the pool.
create table draw_conflicts (
    district_code text collate "C" not null,
    draw_id uuid not null,
    inspector_id uuid not null,
    estate_id uuid not null,
    constraint draw_conflicts_key primary key (district_code, draw_id, inspector_id, estate_id),
    constraint draw_conflicts_inspector foreign key (district_code, draw_id, inspector_id) references draw_inspectors,
    constraint draw_conflicts_target foreign key (district_code, draw_id, estate_id) references draw_targets
);
-- Read by no role before the draw is revealed.
create table draw_seeds (
    district_code text collate "C" not null,
    draw_id uuid not null,
    seed bytea not null,
    constraint draw_seeds_key primary key (district_code, draw_id),
    constraint draw_seeds_draw foreign key (district_code, draw_id) references draws,
    constraint draw_seeds_length check (length(seed) = 32)
);
-- The seed once it is told, the public value (none where the draw was cancelled before there was one), and what came out.
create table draw_reveals (
    district_code text collate "C" not null,
    draw_id uuid not null,
    seed text collate "C" not null,
    public_value text collate "C",
    constraint draw_reveals_key primary key (district_code, draw_id),
    constraint draw_reveals_draw foreign key (district_code, draw_id) references draws
);
create table draw_visits (
    district_code text collate "C" not null,
    draw_id uuid not null,
    position integer not null,
    estate_id uuid not null,
    street_code text collate "C" not null,
    inspectors uuid[] not null, -- in the order in which they were drawn for it; empty: too few of those drawn may visit it
    constraint draw_visits_key primary key (district_code, draw_id, position),
    constraint draw_visits_one unique (district_code, draw_id, estate_id),
    constraint draw_visits_target foreign key (district_code, draw_id, estate_id) references draw_targets
);
create table draw_called (
    district_code text collate "C" not null,
    draw_id uuid not null,
    position integer not null,
    inspector_id uuid not null,
    constraint draw_called_key primary key (district_code, draw_id, position),
    constraint draw_called_one unique (district_code, draw_id, inspector_id),
    constraint draw_called_inspector foreign key (district_code, draw_id, inspector_id) references draw_inspectors
);

create table draw_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    constraint draw_transitions_key primary key (from_state, action)
);
insert into draw_transitions (from_state, action, to_state) values
    ('committed', 'draw', 'drawn'),
    ('drawn', 'publish', 'published'),
    ('committed', 'cancel', 'cancelled'),
    ('drawn', 'cancel', 'cancelled');

alter table inspectors enable row level security;
alter table inspector_conflicts enable row level security;
alter table draws enable row level security;
alter table draw_targets enable row level security;
alter table draw_inspectors enable row level security;
alter table draw_conflicts enable row level security;
alter table draw_seeds enable row level security;
alter table draw_reveals enable row level security;
alter table draw_visits enable row level security;
alter table draw_called enable row level security;
alter table draw_transitions enable row level security;

reset role;
