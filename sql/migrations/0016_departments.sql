-- "8 + N": the departments that answer when a community whistles. Which of them every district has is data (department_roster, codes of the list
-- `department`); the others are the district's own. Rows are only added or ended, and never for a day that is past.
set local role wuye_owner;

create table department_roster (
    code text collate "C" not null,
    source text not null,
    effective_from date not null,
    effective_to date,
    constraint department_roster_key primary key (code, effective_from),
    constraint department_roster_period check (effective_to > effective_from),
    constraint department_roster_one exclude using gist (code with =, daterange(effective_from, effective_to) with &&)
);
insert into department_roster (code, source, effective_from)
select code, '004', '2020-01-01'
from unnest(array['township_street', 'public_security', 'urban_management', 'market_regulation', 'fire_rescue', 'natural_resources',
                  'housing_construction', 'housing_centre']) code;

create table departments (
    district_code text collate "C" not null constraint departments_district references districts,
    id uuid not null default gen_random_uuid(),
    code text collate "C" not null,
    name text not null,
    street_code text collate "C" constraint departments_street references divisions,
    valid_from date not null,
    valid_to date,
    end_reason text,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    known_from timestamptz not null default '-infinity',
    name_key text collate "C" not null generated always as (name_key(name)) stored,
    constraint departments_key primary key (district_code, id),
    constraint departments_name_given check (name <> ''),
    constraint departments_period check (valid_to >= valid_from),
    constraint departments_end_has_reason check ((valid_to is null) = (end_reason is null)),
    constraint departments_one exclude using gist
        (district_code with =, code with =, name_key with =, daterange(valid_from, valid_to) with &&)
);

-- Whom to call, by name.
create table department_contacts (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    department_id uuid not null,
    name text not null,
    post text,
    phone text,
    valid_from date not null,
    valid_to date,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    known_from timestamptz not null default '-infinity',
    constraint department_contacts_key primary key (district_code, id),
    constraint department_contacts_department foreign key (district_code, department_id) references departments,
    constraint department_contacts_name_given check (name <> ''),
    constraint department_contacts_period check (valid_to >= valid_from)
);
create index department_contacts_of on department_contacts (district_code, department_id, id);

alter table department_roster enable row level security;
alter table departments enable row level security;
alter table department_contacts enable row level security;
