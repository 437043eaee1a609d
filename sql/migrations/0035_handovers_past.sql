-- What was said of a handover, as the register had it on a day: what is set, delivered or refused later leaves that as it was.
set local role wuye_owner;

alter table contract_handovers add known_from timestamptz not null default '-infinity';
update contract_handovers h set known_from = c.known_from
from contracts c
where c.district_code = h.district_code and c.id = h.contract_id;
create table contract_handovers_past (
    like contract_handovers,
    known_to timestamptz not null,
    constraint contract_handovers_past_key primary key (district_code, contract_id, known_from),
    constraint contract_handovers_past_period check (known_to > known_from),
    constraint contract_handovers_past_contract foreign key (district_code, contract_id) references contracts
);
alter table contract_handovers_past enable row level security;
