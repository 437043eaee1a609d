-- Who may call. Secrets stand here as digests, or sealed where we must be able to use them again.
set local role wuye_owner;

create table users (
    district_code text collate "C" not null constraint users_district references districts,
    id uuid not null default gen_random_uuid(),
    name text collate "C" not null,
    display_name text,
    role text not null,
    street_code text collate "C" constraint users_street references divisions,
    community_code text collate "C" constraint users_community references divisions,
    firm_id uuid,
    password_digest text,
    state text not null default 'active',
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint users_key primary key (district_code, id),
    constraint users_name_unique unique (district_code, name),
    constraint users_firm foreign key (district_code, firm_id) references firms,
    constraint users_name_fits check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    constraint users_state_known check (state in ('active', 'disabled')),
    -- A scope is exactly what the role needs: a missing one would see nothing, a spare one could be believed.
    constraint users_scope_fits check (case role
        when 'district' then num_nonnulls(street_code, community_code, firm_id) = 0
        when 'street' then street_code is not null and num_nonnulls(community_code, firm_id) = 0
        when 'community' then num_nulls(street_code, community_code) = 0 and firm_id is null
        when 'company' then firm_id is not null and num_nonnulls(street_code, community_code) = 0
        else false end)
);

-- Two live secrets and two live webhook keys each, so that one can be changed while the other serves.
create table clients (
    district_code text collate "C" not null constraint clients_district references districts,
    id uuid not null default gen_random_uuid(),
    name text collate "C" not null,
    role text not null,
    secret_digest text,
    secret_digest_2 text,
    webhook_secret bytea,
    webhook_secret_key text,
    webhook_secret_2 bytea,
    webhook_secret_2_key text,
    state text not null default 'active',
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint clients_key primary key (district_code, id),
    constraint clients_name_unique unique (district_code, name),
    constraint clients_name_fits check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    constraint clients_role_known check (role in ('hotline', 'platform')),
    constraint clients_state_known check (state in ('active', 'disabled')),
    constraint clients_webhook_key_given check ((webhook_secret is null) = (webhook_secret_key is null)
                                                and (webhook_secret_2 is null) = (webhook_secret_2_key is null))
);

-- The service's own, of no district. The private half is sealed.
create table signing_keys (
    kid text collate "C" constraint signing_keys_key primary key,
    algorithm text not null,
    public_jwk text not null,
    private_sealed bytea not null,
    seal_key text not null,
    created_at timestamptz not null,
    signs_until timestamptz not null,
    trusted_until timestamptz not null,
    constraint signing_keys_period check (created_at < signs_until and signs_until <= trusted_until)
);

-- A family is one sign-in; every use of a refresh token makes the next of its family. A token used twice ends the family.
create table refresh_families (
    district_code text collate "C" not null,
    id uuid not null,
    user_id uuid not null,
    created_at timestamptz not null,
    revoked_at timestamptz,
    reuse_detected boolean not null default false,
    constraint refresh_families_key primary key (district_code, id),
    constraint refresh_families_user foreign key (district_code, user_id) references users
);
create table refresh_tokens (
    district_code text collate "C" not null,
    digest text collate "C" not null,
    family_id uuid not null,
    issued_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint refresh_tokens_key primary key (district_code, digest),
    constraint refresh_tokens_family foreign key (district_code, family_id) references refresh_families
);
create index refresh_tokens_of_family on refresh_tokens (district_code, family_id);
-- A token comes alone: it does not say whose it is.
create index refresh_tokens_by_digest on refresh_tokens (digest);
create index refresh_tokens_expiry on refresh_tokens (expires_at);

-- subject_kind 'name': a user's or client's name; 'address': where the caller comes from.
create table login_failures (
    district_code text collate "C" not null,
    subject_kind text collate "C" not null,
    subject text collate "C" not null,
    failures integer not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    locked_until timestamptz,
    constraint login_failures_key primary key (district_code, subject_kind, subject),
    constraint login_failures_kind_known check (subject_kind in ('name', 'address'))
);

-- The first answer under an Idempotency-Key, kept with the write it belongs to.
create table idempotency_keys (
    district_code text collate "C" not null,
    principal_id uuid not null,
    operation text collate "C" not null,
    key text collate "C" not null,
    body_hash text not null,
    tries integer not null default 1,
    status integer,
    answer text,
    location text,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint idempotency_keys_pkey primary key (district_code, principal_id, operation, key)
);
create index idempotency_keys_expiry on idempotency_keys (expires_at);

alter table users enable row level security;
alter table clients enable row level security;
alter table signing_keys enable row level security;
alter table refresh_families enable row level security;
alter table refresh_tokens enable row level security;
alter table login_failures enable row level security;
alter table idempotency_keys enable row level security;
