-- Who may decide on a contract, and what is kept of what was decided.
set local role wuye_owner;

-- An import by the command line is nobody's account.
alter table contract_events alter column actor_id drop not null;

-- Whoever drafted a contract or changed it last does not approve it either.
update contract_transitions set unlike = unlike || '{draft,change}' where action in ('approve_entry', 'file');

-- Under whatever name: a contract has one property fee at a time.
alter table contract_charges add constraint contract_charges_one_fee exclude using gist
    (district_code with =, contract_id with =, daterange(valid_from, valid_to) with &&) where (kind = 'property_fee');
