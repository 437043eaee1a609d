-- What the service makes for somebody to fetch: parts of packages, exports. Kept in the database, so that every instance and every standby has the same bytes.
set local role wuye_owner;

create table stored_files (
    district_code text collate "C" not null constraint stored_files_district references districts,
    id uuid not null,
    name text collate "C" not null,
    media text collate "C" not null,
    -- Of what is kept; of what it was before it was packed. Null while it is being written.
    bytes bigint,
    sha256 text collate "C",
    raw_bytes bigint,
    raw_sha256 text collate "C",
    -- Which roles may fetch it, and which user alone, if it is one's own.
    open_to text[] not null,
    user_id uuid,
    created_at timestamptz not null,
    expires_at timestamptz,
    constraint stored_files_key primary key (district_code, id),
    constraint stored_files_name_plain check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$'),
    constraint stored_files_whole check (num_nulls(bytes, sha256, raw_bytes, raw_sha256) in (0, 4)),
    constraint stored_files_sha256_form check (sha256 ~ '^[0-9a-f]{64}$' and raw_sha256 ~ '^[0-9a-f]{64}$'),
    constraint stored_files_roles_known check (open_to <@ array['district', 'street', 'community', 'company', 'hotline', 'platform', 'public'])
);
create index stored_files_expire on stored_files (expires_at) where expires_at is not null;

-- In order; each part but the last is full.
create table stored_file_chunks (
    district_code text collate "C" not null,
    file_id uuid not null,
    seq integer not null,
    bytes bytea not null,
    constraint stored_file_chunks_key primary key (district_code, file_id, seq),
    constraint stored_file_chunks_file foreign key (district_code, file_id) references stored_files on delete cascade,
    constraint stored_file_chunks_seq_positive check (seq >= 0),
    constraint stored_file_chunks_size check (octet_length(bytes) between 1 and 262144)
);
-- It is packed already.
alter table stored_file_chunks alter column bytes set storage external;

alter table stored_files enable row level security;
alter table stored_file_chunks enable row level security;
