-- The registers of a district. district_code is the first column of every key and never changes.
-- valid_from is the first day, valid_to the day after the last (null = open).
set local role wuye_owner;

-- GB 32100-2015: 31 characters, weights 3^(i-1) mod 31, check = 31 - sum mod 31. Raw upper-case text only.
create function uscc_valid(code text) returns boolean language sql immutable strict parallel safe as $$
    select code ~ '^[0-9][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$' and (
        select (31 - sum((strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, i, 1)) - 1)
                         * (array[1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28])[i]) % 31) % 31
        from generate_series(1, 17) i
    ) = strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, 18, 1)) - 1
$$;

-- Names that differ in width, case, spaces or punctuation alone are the same name.
create function name_key(name text) returns text language sql immutable strict parallel safe as $$
    select lower(regexp_replace(normalize(name, NFKC), '[[:space:]·•.,、。()-]', '', 'g'))
$$;

-- A district that this service serves. Everything of a tenant hangs on it.
create table districts (
    district_code text collate "C" constraint districts_key primary key constraint districts_division references divisions,
    served_from date not null default '2020-01-01',
    served_to date,
    constraint districts_code_fits check (length(district_code) = 6),
    constraint districts_period check (served_to > served_from)
);

create table firms (
    district_code text collate "C" not null constraint firms_district references districts,
    id uuid not null default gen_random_uuid(),
    uscc text collate "C" not null,
    -- A few genuine early codes fail the check: the district says so, by name and with a reason.
    uscc_override_reason text,
    uscc_override_by text,
    uscc_override_at timestamptz,
    name text not null,
    locality text not null,
    registered_division text collate "C" constraint firms_registered references divisions,
    service_hotline text,
    party_org boolean not null default false,
    party_org_since date,
    market_access text not null default 'normal',
    status text not null default 'active',
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    name_x text not null generated always as (zh_separate(name || ' ' || uscc)) stored,
    constraint firms_key primary key (district_code, id),
    constraint firms_uscc_unique unique (district_code, uscc),
    constraint firms_uscc_valid check (uscc_valid(uscc) or (length(uscc) = 18 and uscc_override_reason is not null)),
    constraint firms_uscc_override check (num_nulls(uscc_override_reason, uscc_override_by, uscc_override_at) in (0, 3)),
    constraint firms_name_given check (name <> ''),
    constraint firms_locality_known check (locality in ('in_district', 'out_of_district')),
    constraint firms_market_access_known check (market_access in ('normal', 'restricted', 'suspended', 'exited')),
    constraint firms_status_known check (status in ('active', 'suspended', 'deregistered')),
    constraint firms_party_org_since_fits check (party_org or party_org_since is null)
);
create index firms_search on firms using gin (name_x gin_trgm_ops);
create index firms_by_name on firms (district_code, name, id);

create table estates (
    district_code text collate "C" not null constraint estates_district references districts,
    id uuid not null default gen_random_uuid(),
    code text collate "C" not null,
    name text not null,
    street_code text collate "C" not null constraint estates_street references divisions,
    community_code text collate "C" not null constraint estates_community references divisions,
    area_m2 numeric(14,2) not null,
    households integer,
    building_type text not null,
    old_kind text,
    new_or_old text not null,
    is_key boolean not null default false,
    party_org boolean not null default false,
    service_room_use text,
    service_room_m2 numeric(14,2),
    public_revenue numeric(16,2),
    grids integer,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    name_key text collate "C" not null generated always as (name_key(name)) stored,
    name_x text not null generated always as (zh_separate(name || ' ' || code)) stored,
    constraint estates_key primary key (district_code, id),
    constraint estates_code_unique unique (district_code, code),
    constraint estates_name_given check (name <> ''),
    constraint estates_area_positive check (area_m2 >= 0),
    constraint estates_households_positive check (households >= 0),
    constraint estates_building_type_known check (building_type in ('multi', 'high', 'single', 'mixed')),
    constraint estates_old_kind_known check (old_kind in ('single_building', 'unenclosed', 'enclosed')),
    constraint estates_new_or_old_known check (new_or_old in ('new', 'old', 'ordinary')),
    constraint estates_old_kind_fits check (old_kind is null or new_or_old = 'old')
);
create index estates_by_name on estates (district_code, name_key);
create index estates_of_street on estates (district_code, street_code, code);
create index estates_of_community on estates (district_code, community_code, code);
create index estates_search on estates using gin (name_x gin_trgm_ops);

-- Other names people use for an estate: former names, nicknames, what the hotline writes.
create table estate_aliases (
    district_code text collate "C" not null,
    estate_id uuid not null,
    alias text not null,
    alias_key text collate "C" not null generated always as (name_key(alias)) stored,
    constraint estate_aliases_key primary key (district_code, alias_key, estate_id),
    constraint estate_aliases_estate foreign key (district_code, estate_id) references estates
);

create table estate_modes (
    district_code text collate "C" not null,
    estate_id uuid not null,
    mode text not null,
    valid_from date not null,
    valid_to date,
    constraint estate_modes_key primary key (district_code, estate_id, valid_from),
    constraint estate_modes_estate foreign key (district_code, estate_id) references estates,
    constraint estate_modes_mode_known check (mode in ('market', 'quasi', 'basic_cleaning', 'self', 'state_firm', 'public_welfare', 'fallback')),
    constraint estate_modes_period check (valid_to > valid_from),
    constraint estate_modes_one exclude using gist (district_code with =, estate_id with =, daterange(valid_from, valid_to) with &&)
);

create table staff (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    firm_id uuid not null,
    name text not null,
    certificate_no text,
    party_member boolean not null default false,
    joined_on date,
    left_on date,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint staff_key primary key (district_code, id),
    constraint staff_firm foreign key (district_code, firm_id) references firms,
    constraint staff_period check (left_on > joined_on)
);
create index staff_of_firm on staff (district_code, firm_id, id);

create table person_roles (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    staff_id uuid not null,
    firm_id uuid not null,
    estate_id uuid,
    role text not null,
    valid_from date not null,
    valid_to date,
    constraint person_roles_key primary key (district_code, id),
    constraint person_roles_staff foreign key (district_code, staff_id) references staff,
    constraint person_roles_firm foreign key (district_code, firm_id) references firms,
    constraint person_roles_estate foreign key (district_code, estate_id) references estates,
    constraint person_roles_role_known check (role in ('firm_manager', 'project_manager', 'staff', 'quality_director')),
    constraint person_roles_period check (valid_to > valid_from)
);
create index person_roles_of_firm on person_roles (district_code, firm_id, role, valid_from);
create index person_roles_of_estate on person_roles (district_code, estate_id, role, valid_from);

-- A contract counts for an estate from service_start to its last day (end_date, or terminated_on when that comes first) once it is filed.
-- service_period and in_force say so in one place; contract_estates repeats them because an exclusion constraint sees one table only, and the
-- foreign key (checked at the end of the statement) holds the two together.
create table contracts (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    firm_id uuid not null,
    registration_no text collate "C",
    kind text not null,
    award_method text not null,
    service_grade text,
    fee_m2_month numeric(10,4),
    annual_fee numeric(16,2),
    service_start date not null,
    fee_start date,
    end_date date,
    terminated_on date,
    fee_cadence text,
    fee_relief boolean not null default false,
    filed_at date,
    review text,
    state text not null default 'draft',
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    service_period daterange not null generated always as (daterange(service_start, least(end_date, terminated_on), '[]')) stored,
    in_force boolean not null generated always as (state not in ('draft', 'entry_review')) stored,
    constraint contracts_key primary key (district_code, id),
    constraint contracts_registration_unique unique (district_code, registration_no),
    constraint contracts_copy unique (district_code, id, kind, service_period, in_force),
    constraint contracts_firm foreign key (district_code, firm_id) references firms,
    constraint contracts_kind_known check (kind in ('preliminary', 'regular')),
    constraint contracts_award_method_known check (award_method in ('open_tender', 'invited_tender', 'bundled_tender', 'agreement', 'assignment')),
    constraint contracts_fee_cadence_known check (fee_cadence in ('monthly', 'quarterly', 'half_yearly', 'yearly')),
    constraint contracts_review_known check (review in ('ok', 'expired', 'irregular')),
    constraint contracts_state_known check (state in ('draft', 'entry_review', 'filed', 'active', 'expiring', 'expired', 'terminated', 'handover', 'closed')),
    constraint contracts_period check (end_date >= service_start and coalesce(terminated_on >= service_start, true)),
    constraint contracts_fee_start_after_service check (fee_start >= service_start),
    constraint contracts_fees_positive check (fee_m2_month >= 0 and annual_fee >= 0),
    constraint contracts_filed_has_number check (state in ('draft', 'entry_review') or registration_no is not null)
);
create index contracts_of_firm on contracts (district_code, firm_id, service_start);

create table contract_estates (
    district_code text collate "C" not null,
    contract_id uuid not null,
    estate_id uuid not null,
    kind text not null,
    service_period daterange not null,
    in_force boolean not null,
    constraint contract_estates_key primary key (district_code, contract_id, estate_id),
    constraint contract_estates_contract foreign key (district_code, contract_id, kind, service_period, in_force)
        references contracts (district_code, id, kind, service_period, in_force) deferrable,
    constraint contract_estates_estate foreign key (district_code, estate_id) references estates,
    -- No two contracts of one kind for one estate at a time.
    constraint contract_estates_one_at_a_time exclude using gist
        (district_code with =, estate_id with =, kind with =, service_period with &&) where (in_force)
);
create index contract_estates_of_estate on contract_estates (district_code, estate_id);

create table owners_committees (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    estate_id uuid not null,
    kind text not null,
    status text not null,
    established_on date not null,
    term_from date,
    term_to date,
    dissolved_on date,
    member_count integer,
    party_member_count integer,
    no_oc_reason text,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint owners_committees_key primary key (district_code, id),
    constraint owners_committees_estate foreign key (district_code, estate_id) references estates,
    constraint owners_committees_kind_known check (kind in ('owners_committee', 'environment_property_committee', 'property_management_committee')),
    constraint owners_committees_status_known check (status in ('normal', 'rectifying', 'substituted', 're_election', 'term_expired', 'dissolved')),
    constraint owners_committees_term check (term_to > term_from),
    constraint owners_committees_dissolved check ((status = 'dissolved') = (dissolved_on is not null)),
    constraint owners_committees_members check (party_member_count between 0 and member_count),
    constraint owners_committees_one exclude using gist
        (district_code with =, estate_id with =, kind with =, daterange(established_on, dissolved_on) with &&)
);

alter table districts enable row level security;
alter table firms enable row level security;
alter table estates enable row level security;
alter table estate_aliases enable row level security;
alter table estate_modes enable row level security;
alter table staff enable row level security;
alter table person_roles enable row level security;
alter table contracts enable row level security;
alter table contract_estates enable row level security;
alter table owners_committees enable row level security;
