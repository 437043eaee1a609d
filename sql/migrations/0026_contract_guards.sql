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
