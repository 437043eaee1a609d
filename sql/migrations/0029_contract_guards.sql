-- Who may decide on a contract, and what is kept of what was decided.
set local role wuye_owner;

-- An import by the command line is nobody's account.
alter table contract_events alter column actor_id drop not null;

-- Whoever drafted a contract or changed it last does not approve it either.
update contract_transitions set unlike = unlike || '{draft,change}' where action in ('approve_entry', 'file');

-- Under whatever name: a contract has one property fee at a time.
alter table contract_charges add constraint contract_charges_one_fee exclude using gist
    (district_code with =, contract_id with =, daterange(valid_from, valid_to) with &&) where (kind = 'property_fee');

-- Which estates a contract covered, as the register had it on a day: an import adds some to a contract in force, a draft loses some.
alter table contract_estates add known_from timestamptz not null default '-infinity';
create table contract_estates_past (
    district_code text collate "C" not null,
    contract_id uuid not null,
    estate_id uuid not null,
    kind text not null,
    service_period daterange not null,
    in_force boolean not null,
    known_from timestamptz not null,
    known_to timestamptz not null,
    constraint contract_estates_past_key primary key (district_code, contract_id, estate_id, known_from),
    constraint contract_estates_past_contract foreign key (district_code, contract_id) references contracts,
    constraint contract_estates_past_estate foreign key (district_code, estate_id) references estates
);
create index contract_estates_past_of_estate on contract_estates_past (district_code, estate_id);
alter table contract_estates_past enable row level security;

-- When the owners' assembly has decided: how much of the owners and of the area takes part at least, and more than how much of those in favour. Parts of a whole,
-- since two thirds are no decimal. Shipped: the Civil Code, article 278. A row of the district's own wins over every district's.
create table removal_rules (
    district_code text collate "C" not null default '*',
    measure text collate "C" not null,
    effective_from date not null,
    effective_to date,
    turnout_part integer not null,
    turnout_of integer not null,
    consent_part integer not null,
    consent_of integer not null,
    constraint removal_rules_key primary key (district_code, measure, effective_from),
    constraint removal_rules_measure_known check (measure in ('households', 'area')),
    constraint removal_rules_period check (effective_to > effective_from),
    constraint removal_rules_parts check (turnout_part between 0 and turnout_of and consent_part between 0 and consent_of and turnout_of > 0 and consent_of > 0),
    constraint removal_rules_one exclude using gist (district_code with =, measure with =, daterange(effective_from, effective_to) with &&)
);
insert into removal_rules (measure, effective_from, turnout_part, turnout_of, consent_part, consent_of) values
    ('households', '2020-01-01', 2, 3, 1, 2), ('area', '2020-01-01', 2, 3, 1, 2);
alter table removal_rules enable row level security;
alter table removal_cases
    add households_voted integer,
    add area_voted_m2 numeric(14,2),
    add constraint removal_cases_turnout_fits check (coalesce(households_voted between households_for and households_all, true)
        and coalesce(area_voted_m2 between area_for_m2 and area_all_m2, true));
