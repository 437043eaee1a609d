-- Lists that are written to a file while nobody waits: what was asked, by whom, how far it is, and which file it came to.
set local role wuye_owner;

-- `operation` and `parameters` are those of the list; `role` and what follows it is whom it is run as. `token_epoch` is that of the sign-in that asked (null: a scope of the operator's, held
-- by nobody), so that whoever is not let in any more has nothing run for him. `file_id` is of stored_files, whose rows go by their own time: what points to none has expired.
create table exports (
    district_code text collate "C" not null,
    id uuid not null,
    user_id uuid not null,
    role text collate "C" not null,
    street_code text collate "C",
    community_code text collate "C",
    firm_id uuid,
    token_epoch bigint,
    operation text collate "C" not null,
    parameters jsonb not null,
    format text collate "C" not null,
    gzip boolean not null,
    state text collate "C" not null default 'queued',
    trouble text collate "C",
    rows_expected bigint,
    rows bigint not null default 0,
    bytes bigint not null default 0,
    sha256 text collate "C",
    file_id uuid,
    tries integer not null default 0,
    lease uuid,
    leased_until timestamptz,
    created_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    expires_at timestamptz,
    updated_at timestamptz not null,
    constraint exports_key primary key (district_code, id),
    constraint exports_format_known check (format in ('csv', 'ndjson', 'xlsx')),
    constraint exports_packed_once check (not (gzip and format = 'xlsx')),
    constraint exports_state_known check (state in ('queued', 'running', 'done', 'failed', 'cancelled', 'expired')),
    constraint exports_finished check ((state in ('queued', 'running')) = (finished_at is null)),
    constraint exports_done check (state <> 'done' or (sha256 is not null and expires_at is not null)),
    constraint exports_failed check ((state = 'failed') = (trouble is not null)),
    constraint exports_kept check (file_id is null or state = 'done')
);
create index exports_of_user on exports (district_code, user_id, created_at desc, id desc);
create index exports_to_do on exports (created_at, id) where finished_at is null;
create index exports_to_expire on exports (expires_at) where state = 'done';
create index exports_over on exports (finished_at);

insert into rule_names (name, domain, kind, lowest, highest, units, position)
select n.name, 'attachment', 'integer', 1, n.highest, n.units::text[], (select max(position) from rule_names) + n.number
from (values ('exports_under_way', 100, '{items}', 1), ('exports_file_bytes', 4000000000, '{bytes}', 2), ('exports_kept_bytes', 900000000000, '{bytes}', 3), ('exports_days', 90, '{days}', 4)) n (name, highest, units, number);
insert into district_rules (district_code, domain, name, value, unit, basis, effective_from) values
    ('*', 'attachment', 'exports_under_way', 4, 'items', '推定：每个用户同时排队和生成的导出文件数，避免一人占用全部处理能力', '2020-01-01'),
    ('*', 'attachment', 'exports_file_bytes', 2000000000, 'bytes', '推定：单个导出文件的大小上限，保护数据库存储空间', '2020-01-01'),
    ('*', 'attachment', 'exports_kept_bytes', 10000000000, 'bytes', '推定：每个用户保留的导出文件总大小，保护数据库存储空间', '2020-01-01'),
    ('*', 'attachment', 'exports_days', 7, 'days', '推定：导出文件保留七日，供下载后即清除', '2020-01-01');

alter table exports enable row level security;

reset role;
