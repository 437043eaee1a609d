-- The district, its streets and its firms keep their own people; machines and front ends have their keys changed while they run.
set local role wuye_owner;

-- A front end stands for no one: it only says at the token endpoint through which program a person signs in.
alter table clients
    drop constraint clients_role_known,
    add constraint clients_role_known check (role in ('hotline', 'platform', 'front_end')),
    -- Which keys are live can be read without the keys.
    add secret_1_live boolean not null generated always as (secret_digest is not null) stored,
    add secret_2_live boolean not null generated always as (secret_digest_2 is not null) stored,
    add webhook_1_live boolean not null generated always as (webhook_secret is not null) stored,
    add webhook_2_live boolean not null generated always as (webhook_secret_2 is not null) stored;

-- A sign-in ends with the epoch it began in, and is renewed only through the front end it came by.
alter table refresh_families
    add token_epoch integer not null default 1,
    add client_id uuid,
    add constraint refresh_families_client foreign key (district_code, client_id) references clients;

-- How many people of a firm may sign in: the firm's own row, else its district's (no firm), else the service's. The latest that has taken effect holds.
create table account_quotas (
    district_code text collate "C" not null constraint account_quotas_district references districts,
    id uuid not null,
    firm_id uuid,
    accounts integer not null,
    effective_from date not null,
    created_at timestamptz not null,
    constraint account_quotas_key primary key (district_code, id),
    constraint account_quotas_firm foreign key (district_code, firm_id) references firms,
    constraint account_quotas_fits check (accounts between 0 and 100000)
);
create index account_quotas_in_force on account_quotas (district_code, firm_id, effective_from desc, created_at desc);
alter table account_quotas enable row level security;
alter table auth_limits add firm_accounts integer not null default 20 constraint auth_limits_firm_accounts check (firm_accounts >= 0);

create index users_of_firm on users (district_code, firm_id) where firm_id is not null;

-- Only who comes from an identity provider stands in this index, so that no plan takes it for one of the district's people.
alter table users drop constraint users_subject_unique;
create unique index users_subject_unique on users (district_code, issuer, subject) where issuer is not null;
