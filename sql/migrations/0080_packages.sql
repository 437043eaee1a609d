-- D06, I05, I13: a month as the city platform pulls it: frozen once, corrected by a next version with its reason, never written over.
set local role wuye_owner;

create table exchange_package_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    constraint exchange_package_transitions_key primary key (from_state, action)
);
insert into exchange_package_transitions (from_state, action, to_state) values
    ('building', 'freeze', 'frozen'),
    ('building', 'fail', 'failed'),
    ('failed', 'retry', 'building'),
    ('frozen', 'supersede', 'superseded');

-- `version` is the package's, `row_version` that of its row. Whoever builds one holds its row's lock all the while: a worker that dies lets go of it by that, and another takes it up, at
-- `next_try_at`. Everything a package consists of is written in the one transaction that freezes it, so that half of one is never there.
create table exchange_packages (
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
create unique index exchange_packages_under_way on exchange_packages (district_code, month) where state in ('building', 'failed');
create unique index exchange_packages_in_force on exchange_packages (district_code, month) where state = 'frozen';
create index exchange_packages_due on exchange_packages (next_try_at) where state in ('building', 'failed');

create table exchange_parts (
    district_code text collate "C" not null,
    package_id uuid not null,
    name text collate "C" not null,
    position integer not null,
    dataset text collate "C" not null,
    file text collate "C" not null constraint exchange_parts_file_known check (file in ('snapshot', 'open', 'changes', 'figures', 'dictionary')),
    format text collate "C" not null constraint exchange_parts_format_known check (format in ('ndjson', 'csv')),
    number integer not null,
    rows bigint not null,
    bytes bigint not null,
    sha256 text collate "C" not null,
    raw_bytes bigint not null,
    raw_sha256 text collate "C" not null,
    file_id uuid not null,
    constraint exchange_parts_key primary key (district_code, package_id, name),
    constraint exchange_parts_of_package foreign key (district_code, package_id) references exchange_packages (district_code, id),
    constraint exchange_parts_of_file foreign key (district_code, file_id) references stored_files (district_code, id)
);

-- Who has which bytes: one row for each hash that a client told, right or wrong, however often it told it.
create table exchange_acknowledgements (
    district_code text collate "C" not null,
    package_id uuid not null,
    client_id uuid not null,
    sha256 text collate "C" not null constraint exchange_acknowledgements_sha256_form check (sha256 ~ '^[0-9a-f]{64}$'),
    matches boolean not null,
    times integer not null default 1,
    acknowledged_at timestamptz not null,
    repeated_at timestamptz not null,
    constraint exchange_acknowledgements_key primary key (district_code, package_id, client_id, sha256),
    constraint exchange_acknowledgements_of_package foreign key (district_code, package_id) references exchange_packages (district_code, id)
);

alter table exchange_package_transitions enable row level security;
alter table exchange_packages enable row level security;
alter table exchange_parts enable row level security;
alter table exchange_acknowledgements enable row level security;

insert into rule_names (name, domain, kind, lowest, highest, units, subjects, position)
select 'exchange_freeze_day', 'duty', 'integer', 0, 28, '{days}'::text[], '{*}'::text[], max(position) + 1 from rule_names;
insert into district_rules (district_code, domain, name, subject, value, unit, basis, effective_from)
values ('*', 'duty', 'exchange_freeze_day', '*', 0, 'days', '推定：月度数据由区级主管部门结账后封存；文件未规定封存日（0 表示不自动封存）', '2000-01-01');
