-- The base ledger of days that are over, so that a day is told from what changed since and not from whole registers.
set local role wuye_owner;

create table base_ledger_days (
    district_code text collate "C" not null,
    day date not null,
    firms bigint not null, -- registered
    firms_in bigint not null,
    made_at timestamptz not null,
    constraint base_ledger_days_key primary key (district_code, day)
);

-- street_code, community_code: '' where all of them are counted together. sums: in the order of ledger_sums().
create table base_ledger_sums (
    district_code text collate "C" not null,
    day date not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    sums numeric[] not null,
    firms bigint not null, -- serving there
    firms_in bigint not null,
    constraint base_ledger_sums_key primary key (district_code, day, street_code, community_code),
    constraint base_ledger_sums_day foreign key (district_code, day) references base_ledger_days on delete cascade
);

alter table base_ledger_days enable row level security;
alter table base_ledger_sums enable row level security;

-- What changed between two days.
create index estates_since on estates (district_code, known_from);
create index estate_modes_since on estate_modes (district_code, known_from);
create index estate_modes_by_start on estate_modes (district_code, valid_from);
create index estate_modes_by_end on estate_modes (district_code, valid_to) where valid_to is not null;
create index owners_committees_since on owners_committees (district_code, known_from);
create index owners_committees_by_end on owners_committees (district_code, dissolved_on) where dissolved_on is not null;
create index contracts_since on contracts (district_code, known_from);
create index contracts_by_termination on contracts (district_code, terminated_on) where terminated_on is not null;
create index contract_estates_since on contract_estates (district_code, known_from);
create index contract_estates_past_until on contract_estates_past (district_code, known_to);
create index firms_since on firms (district_code, known_from);

reset role;
