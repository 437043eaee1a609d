-- A file of register rows, how far it has come and what it did. Its rows wait in import_rows until they are checked and taken over; what is wrong with
-- them stands in import_problems. Rows and problems go after a while (sql/jobs), the import itself stays.
set local role wuye_owner;

create table imports (
    district_code text collate "C" not null constraint imports_district references districts,
    id uuid not null,
    register text not null,
    dry_run boolean not null,
    on_error text not null,
    state text not null default 'receiving',
    trouble text,
    media text not null,
    file_name text,
    file_sha256 text not null,
    file_bytes bigint not null,
    rows_read bigint not null default 0,
    rows_checked bigint not null default 0,
    rows_created bigint not null default 0,
    rows_updated bigint not null default 0,
    rows_unchanged bigint not null default 0,
    rows_refused bigint not null default 0,
    user_id uuid,
    user_name text,
    role text not null,
    firm_id uuid,
    started_at timestamptz not null,
    beat_at timestamptz not null,
    finished_at timestamptz,
    purged_at timestamptz,
    constraint imports_key primary key (district_code, id),
    constraint imports_firm foreign key (district_code, firm_id) references firms,
    constraint imports_register_known check (register in ('firms', 'estates', 'contracts', 'staff')),
    constraint imports_on_error_known check (on_error in ('all_or_nothing', 'skip')),
    constraint imports_state_known check (state in ('receiving', 'checking', 'applying', 'done', 'refused', 'failed')),
    constraint imports_finished check ((finished_at is not null) = (state in ('done', 'refused', 'failed')))
);
create index imports_by_time on imports (district_code, started_at, id);
create index imports_running on imports (beat_at) where finished_at is null;

-- natural_key: what the row is known by, so that a second row of the same thing in one file is found.
create table import_rows (
    district_code text collate "C" not null,
    import_id uuid not null,
    line bigint not null,
    natural_key text collate "C",
    cells jsonb not null,
    constraint import_rows_key primary key (district_code, import_id, line),
    constraint import_rows_import foreign key (district_code, import_id) references imports
);
create index import_rows_by_key on import_rows (district_code, import_id, natural_key, line);

create table import_problems (
    district_code text collate "C" not null,
    import_id uuid not null,
    id uuid not null default gen_random_uuid(),
    line bigint not null,
    "column" text,
    code text not null,
    zh text not null,
    en text not null,
    constraint import_problems_key primary key (district_code, import_id, line, id),
    constraint import_problems_import foreign key (district_code, import_id) references imports
);

-- A member of staff is found again by firm, name and certificate.
create index staff_by_name on staff (district_code, firm_id, name);

alter table imports enable row level security;
alter table import_rows enable row level security;
alter table import_problems enable row level security;
