-- What a month comes to, counted once when its package is frozen: the package ships these rows, and the bulletin (月通报) is made of them alone.
set local role wuye_owner;

create table if not exists exchange_packages (
    district_code text collate "C" not null,
    id uuid not null,
    month text collate "C" not null constraint exchange_packages_month_form check (month ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'),
    version integer not null constraint exchange_packages_version_counts check (version > 0),
    state text collate "C" not null default 'building' constraint exchange_packages_state_known check (state in ('building', 'frozen', 'superseded', 'failed')),
    reason text,
    requested_by uuid,
    requested_at timestamptz not null,
    frozen_at timestamptz,
    superseded_at timestamptz,
    tries integer not null default 0,
    next_try_at timestamptz not null,
    trouble text collate "C" constraint exchange_packages_trouble_known check (trouble in ('interrupted', 'no_signing_key', 'database')),
    rows bigint,
    bytes bigint,
    feed_cursor bigint,
    sha256 text collate "C" constraint exchange_packages_sha256_form check (sha256 ~ '^[0-9a-f]{64}$'),
    manifest text,
    signature text,
    row_version integer not null default 1,
    updated_at timestamptz not null,
    constraint exchange_packages_key primary key (district_code, id),
    constraint exchange_packages_version_once unique (district_code, month, version),
    constraint exchange_packages_correction_reasoned check (version = 1 or reason is not null),
    constraint exchange_packages_frozen_whole check (state in ('building', 'failed') or frozen_at is not null and sha256 is not null and manifest is not null and signature is not null),
    constraint exchange_packages_superseded_since check ((state = 'superseded') = (superseded_at is not null))
);
alter table exchange_packages enable row level security;

-- One row is one number. dimension says what its key names: '' is the whole district. A rate or an average keeps what it is made of, so that months can be put together.
create table exchange_figures (
    district_code text collate "C" not null,
    package_id uuid not null,
    position integer not null,
    figure text collate "C" not null,
    dimension text collate "C" not null,
    key text collate "C" not null,
    value numeric,
    numerator numeric,
    denominator numeric,
    constraint exchange_figures_key primary key (district_code, package_id, position),
    constraint exchange_figures_once unique (district_code, package_id, figure, dimension, key),
    constraint exchange_figures_of_package foreign key (district_code, package_id) references exchange_packages (district_code, id),
    constraint exchange_figures_whole check ((dimension = '') = (key = '')),
    constraint exchange_figures_share check ((numerator is null) = (denominator is null))
);
alter table exchange_figures enable row level security;

-- Visits of a month, whenever they were planned.
create index inspections_visited on inspections (district_code, visited_on) where state in ('submitted', 'published');

reset role;
