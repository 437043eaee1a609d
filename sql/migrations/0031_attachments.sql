-- Photos and documents that belong to something: complaints now. What else may own some gets a word in attachments_owner_known, a generated column like complaint_id
-- with its foreign key, and its line in the policies; nothing else changes.
set local role wuye_owner;

create table attachments (
    district_code text collate "C" not null constraint attachments_district references districts,
    id uuid not null,
    owner_kind text collate "C" not null,
    owner_id uuid not null,
    complaint_id uuid generated always as (case when owner_kind = 'complaint' then owner_id end) stored,
    media text collate "C" not null,
    -- Of what is kept, which is what was sent without what it told of its maker.
    bytes bigint not null,
    sha256 text collate "C" not null,
    file_name text,
    caption text,
    state text collate "C" not null default 'held',
    uploaded_at timestamptz not null,
    uploaded_by uuid not null,
    uploaded_by_name text,
    uploader_role text collate "C" not null,
    uploader_firm_id uuid,
    released_at timestamptz,
    released_by_name text,
    withdrawn_at timestamptz,
    withdrawn_by_name text,
    removed_at timestamptz,
    removed_by_name text,
    reason text,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint attachments_key primary key (district_code, id),
    constraint attachments_complaint foreign key (district_code, complaint_id) references complaints,
    constraint attachments_firm foreign key (district_code, uploader_firm_id) references firms,
    constraint attachments_owner_known check (owner_kind in ('complaint')),
    constraint attachments_media_known check (media in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
    constraint attachments_state_known check (state in ('held', 'released', 'withdrawn', 'removed')),
    constraint attachments_uploader_role_known check (uploader_role in ('district', 'street', 'community', 'company', 'hotline')),
    constraint attachments_firm_fits check ((uploader_role = 'company') = (uploader_firm_id is not null)),
    constraint attachments_sha256_form check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint attachments_bytes_positive check (bytes > 0),
    constraint attachments_removed_fits check ((state = 'removed') = (removed_at is not null))
);
-- The same file twice is one: of the authorities and the hotline together, and of each firm. A firm must not learn by sending a file that others have it.
create unique index attachments_once on attachments
    (district_code, owner_kind, owner_id, sha256, coalesce(uploader_firm_id, '00000000-0000-0000-0000-000000000000')) where state <> 'removed';
create index attachments_of_owner on attachments (district_code, owner_kind, owner_id, uploaded_at, id);

-- What an attachment holds, in order; each part but the last is full.
create table attachment_chunks (
    district_code text collate "C" not null,
    attachment_id uuid not null,
    seq integer not null,
    bytes bytea not null,
    constraint attachment_chunks_key primary key (district_code, attachment_id, seq),
    constraint attachment_chunks_attachment foreign key (district_code, attachment_id) references attachments,
    constraint attachment_chunks_seq_positive check (seq >= 0),
    constraint attachment_chunks_size check (octet_length(bytes) between 1 and 262144)
);
-- Photos are compressed as they are.
alter table attachment_chunks alter column bytes set storage external;

-- needs 'own_and_open': by whoever uploaded it, while its owner is not closed.
create table attachment_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    role text collate "C" not null,
    to_state text collate "C" not null,
    needs text collate "C",
    constraint attachment_transitions_key primary key (from_state, action, role),
    constraint attachment_transitions_role_known check (role in ('district', 'street', 'community', 'company', 'hotline')),
    constraint attachment_transitions_of_a_firm check (role not in ('company', 'hotline') or action = 'remove'),
    constraint attachment_transitions_needs_known check (needs in ('own_and_open'))
);
insert into attachment_transitions (from_state, action, role, to_state)
select from_state, action, role, to_state
from (values ('held', 'release', 'released'), ('withdrawn', 'release', 'released'), ('released', 'withdraw', 'withdrawn'), ('held', 'withdraw', 'withdrawn'))
    t (from_state, action, to_state), unnest(array['district', 'street', 'community']) role;
insert into attachment_transitions (from_state, action, role, to_state, needs)
select from_state, 'remove', role, 'removed', case when role <> 'district' then 'own_and_open' end
from unnest(array['held', 'released', 'withdrawn']) from_state, unnest(array['district', 'street', 'community', 'company', 'hotline']) role;

-- Numbers that may change; a district's own come before those for all ('*').
create table attachment_rules (
    district_code text collate "C" not null,
    rule text collate "C" not null,
    value bigint not null,
    source text not null,
    effective_from date not null,
    effective_to date,
    constraint attachment_rules_key primary key (district_code, rule, effective_from),
    constraint attachment_rules_rule_known check (rule in ('bytes_max', 'per_owner_max')),
    constraint attachment_rules_value_positive check (value > 0),
    constraint attachment_rules_period check (effective_to > effective_from),
    constraint attachment_rules_one exclude using gist (district_code with =, rule with =, daterange(effective_from, effective_to) with &&)
);
insert into attachment_rules values
    ('*', 'bytes_max', 10485760, 'A photo of a telephone as it is has less than 10 MiB.', '2020-01-01', null),
    ('*', 'per_owner_max', 200, 'Against filling the disk; no complaint has needed as many.', '2020-01-01', null);

alter table attachments enable row level security;
alter table attachment_chunks enable row level security;
alter table attachment_transitions enable row level security;
alter table attachment_rules enable row level security;
