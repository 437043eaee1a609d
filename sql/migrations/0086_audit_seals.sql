-- A month of the trail (audit_log and personal_access_log) that is over is closed, and then sealed: every row is a link of a chain of hashes, whose head goes to the city with the month's
-- package. Who changes a row afterwards, takes one away, adds one or changes their order contradicts the head.
set local role wuye_owner;

-- One row per district and month. Closed: whatever is written from now on has a time after the month (audit_open_from), so that the rows of the month are all there once the transactions that
-- were running then (`closed_in`) have ended. Then the chain is made, some rows at a time (`chained` of them so far, up to `last_at`, `last_id`, `last_log`); the last turn seals.
create table audit_seals (
    district_code text collate "C" not null,
    month text collate "C" not null,
    format text collate "C" not null default 'wuye-audit/1',
    from_at timestamptz not null,
    until_at timestamptz not null,
    closed_at timestamptz not null,
    closed_in xid8 not null default pg_current_xact_id(),
    previous_head text collate "C",
    chained bigint not null default 0,
    link text collate "C",
    last_at timestamptz not null default '-infinity',
    last_id uuid not null default '00000000-0000-0000-0000-000000000000',
    last_log text collate "C" not null default '',
    sealed_at timestamptz,
    constraint audit_seals_key primary key (district_code, month),
    constraint audit_seals_month_formed check (month ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'),
    constraint audit_seals_span check (from_at < until_at and until_at <= closed_at),
    constraint audit_seals_sealed check (sealed_at is null or link is not null)
);

-- The hash of each row of a month that is being sealed or is.
create table audit_chain (
    district_code text collate "C" not null,
    month text collate "C" not null,
    at timestamptz not null,
    id uuid not null,
    log text collate "C" not null,
    number bigint not null,
    hash bytea not null,
    constraint audit_chain_key primary key (district_code, month, at, id, log),
    constraint audit_chain_seal foreign key (district_code, month) references audit_seals (district_code, month),
    constraint audit_chain_log_known check (log in ('audit', 'personal_access'))
);

alter table audit_seals enable row level security;
alter table audit_chain enable row level security;

reset role;
