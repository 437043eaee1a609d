-- What surrounds a contract: the owners' removal of a firm, what a self-organised firm does with its surplus, the owners' consent to the use of public
-- space, and consultations on major matters.
set local role wuye_owner;

-- A firm that failed the year or broke the law is removed with the consent of the owners' assembly; the owners' committee carries it out.
create table removal_cases (
    district_code text collate "C" not null,
    id uuid not null,
    contract_id uuid not null,
    trigger text not null,
    grounds text not null,
    opened_on date not null,
    opened_by uuid not null,
    assembly_on date,
    households_for integer,
    households_all integer,
    area_for_m2 numeric(14,2),
    area_all_m2 numeric(14,2),
    consented boolean,
    executed_by text,
    executed_on date,
    replacement_contract_id uuid,
    version integer not null default 1,
    constraint removal_cases_key primary key (district_code, id),
    constraint removal_cases_contract foreign key (district_code, contract_id) references contracts,
    constraint removal_cases_replacement foreign key (district_code, replacement_contract_id) references contracts,
    constraint removal_cases_trigger_known check (trigger in ('annual_failed', 'violation', 'strong_complaints')),
    constraint removal_cases_executed_by_known check (executed_by in ('owners_committee', 'residents_committee')),
    constraint removal_cases_vote_whole check (num_nulls(assembly_on, households_for, households_all, consented) in (0, 4)),
    constraint removal_cases_votes_fit check (households_for between 0 and households_all and coalesce(area_for_m2 between 0 and area_all_m2, true)),
    constraint removal_cases_consent_first check (executed_on is null or (consented and executed_by is not null))
);
-- One case at a time.
create unique index removal_cases_one on removal_cases (district_code, contract_id) where executed_on is null and consented is not false;

-- A firm that an estate organised itself: what is left over goes into the community's facilities and surroundings, all of it.
create table surplus_entries (
    district_code text collate "C" not null,
    id uuid not null,
    estate_id uuid not null,
    kind text not null,
    purpose text,
    amount numeric(16,2) not null,
    entry_on date not null,
    note text not null,
    entered_by uuid not null,
    entered_at timestamptz not null,
    constraint surplus_entries_key primary key (district_code, id),
    constraint surplus_entries_estate foreign key (district_code, estate_id) references estates,
    constraint surplus_entries_kind_known check (kind in ('surplus', 'use')),
    constraint surplus_entries_purpose_known check (purpose in ('infrastructure', 'environment')),
    constraint surplus_entries_use_has_purpose check ((kind = 'use') = (purpose is not null)),
    constraint surplus_entries_amount_positive check (amount > 0)
);
create index surplus_entries_of_estate on surplus_entries (district_code, estate_id, entry_on, id);

create table space_consents (
    district_code text collate "C" not null,
    id uuid not null,
    contract_id uuid not null,
    space text not null,
    use text not null,
    consented_by text not null,
    consented_on date not null,
    document text not null,
    valid_from date not null,
    valid_to date,
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    constraint space_consents_key primary key (district_code, id),
    constraint space_consents_contract foreign key (district_code, contract_id) references contracts,
    constraint space_consents_consented_by_known check (consented_by in ('owners_committee', 'owners_assembly')),
    constraint space_consents_period check (valid_to > valid_from),
    constraint space_consents_consent_first check (consented_on <= valid_from)
);
create index space_consents_of_contract on space_consents (district_code, contract_id, valid_from, id);

create table consultations (
    district_code text collate "C" not null,
    id uuid not null,
    estate_id uuid not null,
    kind text not null,
    held_on date not null,
    convened_by text not null,
    participants text[] not null,
    matter text not null,
    outcome text not null,
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    constraint consultations_key primary key (district_code, id),
    constraint consultations_estate foreign key (district_code, estate_id) references estates,
    constraint consultations_kind_known check (kind in ('charges', 'service', 'funds_use')),
    constraint consultations_participants_known check
        (participants <@ array['party_branch', 'owners_committee', 'firm', 'residents', 'street'] and cardinality(participants) > 0)
);
create index consultations_of_estate on consultations (district_code, estate_id, held_on, id);

alter table removal_cases enable row level security;
alter table surplus_entries enable row level security;
alter table space_consents enable row level security;
alter table consultations enable row level security;
