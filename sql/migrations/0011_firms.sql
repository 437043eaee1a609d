-- A firm enters the register by the district, or by a street's first opinion and the district's decision; whether it may take work on a day is decided
-- with effective dates.
set local role wuye_owner;

alter table firms
    add contact_phone text,
    add office_address text,
    add entry text not null default 'admitted',
    add constraint firms_entry_known check (entry in ('entry_review', 'admitted', 'refused'));
alter table firms_past
    add contact_phone text,
    add office_address text,
    add entry text not null default 'admitted';

create table firm_entry_transitions (
    from_state text not null,
    action text not null,
    to_state text not null,
    role text not null,
    constraint firm_entry_transitions_key primary key (from_state, action, role)
);
insert into firm_entry_transitions (from_state, action, to_state, role) values
    ('entry_review', 'recommended', 'entry_review', 'street'),
    ('entry_review', 'not_recommended', 'entry_review', 'street'),
    ('refused', 'recommended', 'entry_review', 'street'),
    ('entry_review', 'admitted', 'admitted', 'district'),
    ('entry_review', 'refused', 'refused', 'district');

-- What was said of a firm that asks to enter, by whom. Only added to.
create table firm_entry_steps (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    firm_id uuid not null,
    result text not null,
    opinion text not null,
    street_code text collate "C" constraint firm_entry_steps_street references divisions,
    by_user uuid not null,
    at timestamptz not null,
    constraint firm_entry_steps_key primary key (district_code, id),
    constraint firm_entry_steps_firm foreign key (district_code, firm_id) references firms,
    constraint firm_entry_steps_result_known check (result in ('recommended', 'not_recommended', 'admitted', 'refused')),
    constraint firm_entry_steps_of_a_street check ((street_code is not null) = (result in ('recommended', 'not_recommended')))
);
create index firm_entry_steps_of_firm on firm_entry_steps (district_code, firm_id, at);

create table market_access_transitions (
    from_state text not null,
    action text not null,
    to_state text not null,
    role text not null,
    constraint market_access_transitions_key primary key (from_state, to_state, role)
);
insert into market_access_transitions (from_state, action, to_state, role) values
    ('normal', 'restrict', 'restricted', 'district'),
    ('normal', 'suspend', 'suspended', 'district'),
    ('normal', 'exit', 'exited', 'district'),
    ('restricted', 'restore', 'normal', 'district'),
    ('restricted', 'restrict', 'restricted', 'district'),
    ('restricted', 'suspend', 'suspended', 'district'),
    ('restricted', 'exit', 'exited', 'district'),
    ('suspended', 'restore', 'normal', 'district'),
    ('suspended', 'restrict', 'restricted', 'district'),
    ('suspended', 'suspend', 'suspended', 'district'),
    ('suspended', 'exit', 'exited', 'district'),
    ('exited', 'restore', 'normal', 'district');

-- Decisions on a firm's access, none dated back. One that a later decision overtakes ends on that one's first day; overtaken before it began, it has no
-- day at all. On a day without a decision firms.market_access stands, the state that the firm came into the register with.
create table firm_market_access (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    firm_id uuid not null,
    state text not null,
    reason text not null,
    valid_from date not null,
    valid_to date,
    decided_by uuid not null,
    decided_at timestamptz not null,
    overtaken_at timestamptz,
    constraint firm_market_access_key primary key (district_code, id),
    constraint firm_market_access_firm foreign key (district_code, firm_id) references firms,
    constraint firm_market_access_state_known check (state in ('normal', 'restricted', 'suspended', 'exited')),
    constraint firm_market_access_reason_given check (reason <> ''),
    constraint firm_market_access_period check (valid_to >= valid_from),
    constraint firm_market_access_one exclude using gist (district_code with =, firm_id with =, daterange(valid_from, valid_to) with &&)
);
create index firm_market_access_of_firm on firm_market_access (district_code, firm_id, valid_from);

-- What keeps a firm from bidding, and what is only said beside; a city may change which is which.
create table eligibility_rules (
    reason text not null,
    bars boolean not null,
    position integer not null,
    effective_from date not null,
    effective_to date,
    constraint eligibility_rules_key primary key (reason, effective_from),
    constraint eligibility_rules_period check (effective_to > effective_from)
);
insert into eligibility_rules (reason, bars, position, effective_from) values
    ('deregistered', true, 1, '2020-01-01'),
    ('business_suspended', true, 2, '2020-01-01'),
    ('entry_not_decided', true, 3, '2020-01-01'),
    ('entry_refused', true, 4, '2020-01-01'),
    ('market_access_exited', true, 5, '2020-01-01'),
    ('market_access_suspended', true, 6, '2020-01-01'),
    ('market_access_restricted', false, 7, '2020-01-01'),
    ('no_service_hotline', false, 8, '2020-01-01');

alter table firm_entry_transitions enable row level security;
alter table firm_entry_steps enable row level security;
alter table market_access_transitions enable row level security;
alter table firm_market_access enable row level security;
alter table eligibility_rules enable row level security;

-- What a firm managed on a day that is past.
create index contracts_past_of_firm on contracts_past (district_code, firm_id, known_to);
