-- The register of estates, whole: why a mode changed, which modes a kind of estate may have, other names that end, records of an estate, limits as data.
set local role wuye_owner;

alter table estates
    add in_deficit boolean,
    add no_oc_reason text;
alter table estates_past
    add in_deficit boolean,
    add no_oc_reason text;
alter table estate_modes add reason text;
alter table estate_modes_past add reason text;

-- A day's register is read in the order of the register, by place or by name.
create index estates_past_by_code on estates_past (district_code, code);
create index estates_past_of_street on estates_past (district_code, street_code, code);
create index estates_past_of_community on estates_past (district_code, community_code, code);
create index estates_past_search on estates_past using gin (name_x gin_trgm_ops);
create index estate_modes_by_mode on estate_modes (district_code, mode, estate_id);
create index owners_committees_of_estate on owners_committees (district_code, estate_id, established_on);
create index owners_committees_by_day on owners_committees (district_code, established_on, id);
create index owners_committees_past_of_estate on owners_committees_past (district_code, estate_id, established_on);
create index owners_committees_past_by_day on owners_committees_past (district_code, established_on, id);

alter table owners_committees add constraint owners_committees_period check (dissolved_on > established_on);

-- A name that is no longer used is ended, and taken up again if people come back to it.
alter table estate_aliases
    add id uuid not null default gen_random_uuid(),
    add created_at timestamptz not null default now(),
    add ended_at timestamptz,
    add end_reason text,
    add constraint estate_aliases_id_unique unique (district_code, id),
    add constraint estate_aliases_end check ((ended_at is null) = (end_reason is null));
create index estate_aliases_of_estate on estate_aliases (district_code, estate_id, alias_key);

-- Which modes an estate may have, by kind. '*' as district is the common rule, in whose place a district's own stands; '*' as building type any type.
-- No rule for a kind: any mode.
create table mode_rules (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    new_or_old text not null,
    building_type text not null default '*',
    modes text[] not null,
    basis text not null,
    effective_from date not null,
    effective_to date,
    created_at timestamptz not null default now(),
    constraint mode_rules_key primary key (district_code, id),
    constraint mode_rules_new_or_old_known check (new_or_old in ('new', 'old', 'ordinary')),
    constraint mode_rules_building_type_known check (building_type in ('multi', 'high', 'single', 'mixed', '*')),
    constraint mode_rules_modes_known check (modes <@ array['market', 'quasi', 'basic_cleaning', 'self', 'state_firm', 'public_welfare', 'fallback'] and modes <> '{}'),
    constraint mode_rules_period check (effective_to > effective_from),
    constraint mode_rules_one exclude using gist
        (district_code with =, new_or_old with =, building_type with =, daterange(effective_from, effective_to) with &&)
);
insert into mode_rules (district_code, new_or_old, modes, basis, effective_from) values
    ('*', 'new', '{market}', '新建住宅小区全部实现市场化物业管理（001）', '2022-01-01'),
    ('*', 'old', '{basic_cleaning,quasi,market,state_firm,public_welfare,fallback}',
     '老旧小区实现基础物业管理、准物业管理或市场化物业管理（001）；国有企业、公益组织、乡街兜底（000）', '2022-01-01');

-- Numbers that a government sets for estates. A district's own stands in place of the common one ('*').
create table estate_limits (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    name text collate "C" not null,
    subject text collate "C" not null default '*',
    value numeric(14,2) not null,
    basis text not null,
    effective_from date not null,
    effective_to date,
    created_at timestamptz not null default now(),
    constraint estate_limits_key primary key (district_code, id),
    constraint estate_limits_name_known check (name in ('outside_lease_months', 'parking_guide_price', 'tax_relief_area_m2')),
    constraint estate_limits_subject_fits check (case name
        when 'outside_lease_months' then subject = '*' and value = trunc(value)
        when 'parking_guide_price' then subject in ('hour', 'day', 'entry')
        when 'tax_relief_area_m2' then subject in ('multi', 'high', 'single', 'mixed') end),
    constraint estate_limits_value_positive check (value > 0),
    constraint estate_limits_period check (effective_to > effective_from),
    constraint estate_limits_one exclude using gist
        (district_code with =, name with =, subject with =, daterange(effective_from, effective_to) with &&)
);
insert into estate_limits (district_code, name, subject, value, basis, effective_from) values
    ('*', 'outside_lease_months', '*', 6, '每次租期不得超过6个月（002）', '2020-01-01'),
    ('*', 'tax_relief_area_m2', 'multi', 100000, '管理面积低于10万平方米的多层住宅（003）', '2020-01-01'),
    ('*', 'tax_relief_area_m2', 'high', 50000, '低于5万平方米的高层住宅小区（003）', '2020-01-01');

-- What is kept on file about an estate. Each kind has its own members (estate_records_whole); a record is ended or superseded, never changed.
create table estate_records (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    estate_id uuid not null,
    kind text not null,
    title text,
    category text,
    reference text,
    keeper text,
    keeper_kind text,
    dated_on date,
    starts_on date,
    ends_on date,
    year integer,
    amount numeric(16,2),
    lessor text,
    lessee text,
    consented_on date,
    note text,
    supersedes uuid,
    ended_at timestamptz,
    end_reason text,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint estate_records_key primary key (district_code, id),
    constraint estate_records_estate foreign key (district_code, estate_id) references estates,
    constraint estate_records_supersedes foreign key (district_code, supersedes) references estate_records,
    constraint estate_records_kind_known check (kind in ('grid', 'document', 'public_revenue', 'public_space_use', 'parking_lease', 'parking_fee', 'parking_sale_only')),
    constraint estate_records_whole check (case kind
        when 'grid' then num_nulls(reference, title, keeper_kind) = 0
            and num_nonnulls(category, dated_on, year, amount, lessor, lessee, consented_on) = 0
        when 'document' then num_nulls(category, title, dated_on) = 0 and category in ('acceptance_check', 'technical_management', 'regular_patrol', 'repair_and_upkeep')
            and num_nonnulls(keeper_kind, starts_on, ends_on, year, amount, lessor, lessee, consented_on) = 0
        when 'public_revenue' then num_nulls(year, amount, note) = 0
            and num_nonnulls(category, keeper_kind, starts_on, ends_on, lessor, lessee, consented_on) = 0
        when 'public_space_use' then num_nulls(title, starts_on) = 0
            and num_nonnulls(category, keeper_kind, dated_on, year, lessor, lessee) = 0
        when 'parking_lease' then num_nulls(starts_on, ends_on, lessor, lessee) = 0
            and num_nonnulls(category, keeper_kind, dated_on, year, consented_on) = 0
        when 'parking_fee' then num_nulls(category, amount, dated_on) = 0 and category in ('hour', 'day', 'entry')
            and num_nonnulls(keeper_kind, starts_on, ends_on, year, lessor, lessee, consented_on) = 0
        when 'parking_sale_only' then num_nulls(dated_on, note) = 0
            and num_nonnulls(category, keeper_kind, starts_on, ends_on, year, amount, lessee, consented_on) = 0 end),
    constraint estate_records_period check (ends_on >= starts_on),
    constraint estate_records_keeper_kind_known check (keeper_kind in ('community', 'firm', 'owners_committee', 'party_branch', 'police', 'resident', 'other')),
    constraint estate_records_lessor_known check (lessor in ('developer', 'firm', 'owners_committee', 'owner')),
    constraint estate_records_lessee_known check (lessee in ('owner', 'outsider')),
    constraint estate_records_end check ((ended_at is null) = (end_reason is null))
);
create index estate_records_of_estate on estate_records (district_code, estate_id, created_at, id);
create index estate_records_by_day on estate_records (district_code, created_at, id);
create index estate_records_by_kind on estate_records (district_code, kind, created_at, id);
create unique index estate_records_grid_unique on estate_records (district_code, estate_id, reference) where kind = 'grid' and ended_at is null;
create unique index estate_records_year_unique on estate_records (district_code, estate_id, year) where kind = 'public_revenue' and ended_at is null;
create unique index estate_records_supersedes_unique on estate_records (district_code, supersedes);

alter table mode_rules enable row level security;
alter table estate_limits enable row level security;
alter table estate_records enable row level security;
