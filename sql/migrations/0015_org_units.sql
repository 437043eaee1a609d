-- The people of government: bodies of property management of the district, its streets, communities and estates, who works in them, how many there
-- have to be, and who is the one to be asked in a street. What the register said on a day stays: org_units has its twin like the other registers, of the
-- others a row is only added or ended, and never for a day that is past.
set local role wuye_owner;

-- The place is a division, or an estate, whose street and community are the estate's own and move with it.
create table org_units (
    district_code text collate "C" not null constraint org_units_district references districts,
    id uuid not null default gen_random_uuid(),
    level text not null,
    kind text not null,
    name text not null,
    division_code text collate "C" constraint org_units_division references divisions,
    street_code text collate "C" constraint org_units_street references divisions,
    community_code text collate "C" constraint org_units_community references divisions,
    estate_id uuid,
    supervises boolean not null default false,
    budgeted boolean not null default false,
    venue_kind text,
    venue_address text,
    venue_area_m2 numeric(14,2),
    established_on date not null,
    ended_on date,
    end_reason text,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    known_from timestamptz not null default '-infinity',
    place text collate "C" not null generated always as (coalesce(estate_id::text, division_code)) stored,
    name_x text not null generated always as (zh_separate(name)) stored,
    constraint org_units_key primary key (district_code, id),
    constraint org_units_estate foreign key (district_code, estate_id) references estates,
    constraint org_units_level_known check (level in ('district', 'street', 'community', 'estate')),
    constraint org_units_kind_known check (kind in ('management_office', 'management_body', 'owners_committee_team', 'other')),
    constraint org_units_name_given check (name <> ''),
    constraint org_units_place_fits check (case level
        when 'district' then division_code = district_code and num_nonnulls(street_code, community_code, estate_id) = 0
        when 'street' then division_code = street_code and num_nonnulls(community_code, estate_id) = 0
        when 'community' then division_code = community_code and street_code is not null and estate_id is null
        else estate_id is not null and num_nonnulls(division_code, street_code, community_code) = 0 end),
    constraint org_units_venue_known check (venue_kind in ('own', 'borrowed')),
    constraint org_units_venue_whole check (venue_kind is not null or num_nonnulls(venue_address, venue_area_m2) = 0),
    constraint org_units_venue_area check (venue_area_m2 >= 0),
    constraint org_units_period check (ended_on >= established_on),
    constraint org_units_end_has_reason check ((ended_on is null) = (end_reason is null)),
    -- One body of a kind in a place at a time.
    constraint org_units_one exclude using gist
        (district_code with =, place with =, kind with =, daterange(established_on, ended_on) with &&)
);
create index org_units_of_street on org_units (district_code, street_code, id);
create index org_units_of_estate on org_units (district_code, estate_id);
-- Staffing asks for the bodies of divisions alone; those of estates are many more.
create index org_units_of_division on org_units (district_code, division_code) where division_code is not null;

create table org_units_past (
    like org_units including generated,
    known_to timestamptz not null,
    constraint org_units_past_key primary key (district_code, id, known_from, known_to),
    constraint org_units_past_period check (known_to > known_from)
);
create index org_units_past_until on org_units_past (district_code, known_to);
create index org_units_past_of_division on org_units_past (district_code, division_code) where division_code is not null;

-- Officials, by name. A post that changes hands, or hours, is ended and another one begins.
create table org_staff (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    org_unit_id uuid not null,
    name text not null,
    post text,
    specialist boolean not null default false,
    full_time boolean not null,
    valid_from date not null,
    valid_to date,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    known_from timestamptz not null default '-infinity',
    constraint org_staff_key primary key (district_code, id),
    constraint org_staff_unit foreign key (district_code, org_unit_id) references org_units,
    constraint org_staff_name_given check (name <> ''),
    constraint org_staff_period check (valid_to >= valid_from)
);
create index org_staff_of_unit on org_staff (district_code, org_unit_id, id);

-- How many there have to be in each division of a level. district_code '*' is every district's; a row of the district's own wins over it.
create table staffing_minimums (
    district_code text collate "C" not null default '*',
    rule text collate "C" not null,
    level text not null,
    specialists_only boolean not null default false,
    minimum integer not null,
    source text not null,
    effective_from date not null,
    effective_to date,
    constraint staffing_minimums_key primary key (district_code, rule, level, effective_from),
    constraint staffing_minimums_level_known check (level in ('district', 'street', 'community')),
    constraint staffing_minimums_number check (minimum >= 0),
    constraint staffing_minimums_period check (effective_to > effective_from),
    constraint staffing_minimums_one exclude using gist
        (district_code with =, rule with =, level with =, daterange(effective_from, effective_to) with &&)
);
insert into staffing_minimums (rule, level, specialists_only, minimum, source, effective_from) values
    ('full_time', 'district', false, 3, '000', '2020-01-01'),
    ('full_time', 'street', false, 2, '000', '2020-01-01'),
    ('full_time', 'community', false, 1, '000', '2020-01-01'),
    ('specialist', 'community', true, 1, '001', '2020-01-01');

-- Who is to be asked in a street, for a campaign: one at a time. Whoever is replaced on the first day has no day, and is still on record.
create table liaisons (
    district_code text collate "C" not null constraint liaisons_district references districts,
    id uuid not null default gen_random_uuid(),
    campaign text collate "C" not null,
    street_code text collate "C" not null constraint liaisons_street references divisions,
    name text not null,
    post text,
    phone text,
    valid_from date not null,
    valid_to date,
    end_reason text,
    replaced_by uuid,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint liaisons_key primary key (district_code, id),
    constraint liaisons_name_given check (name <> ''),
    constraint liaisons_period check (valid_to >= valid_from),
    constraint liaisons_end_has_reason check ((valid_to is null) = (end_reason is null)),
    constraint liaisons_replaced_by foreign key (district_code, replaced_by) references liaisons,
    constraint liaisons_one exclude using gist
        (district_code with =, campaign with =, street_code with =, daterange(valid_from, valid_to) with &&)
);

alter table org_units enable row level security;
alter table org_units_past enable row level security;
alter table org_staff enable row level security;
alter table staffing_minimums enable row level security;
alter table liaisons enable row level security;
