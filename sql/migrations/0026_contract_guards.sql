-- Who may decide on a contract, and what is kept of what was decided.
set local role wuye_owner;

-- An import by the command line is nobody's account.
alter table contract_events alter column actor_id drop not null;

-- Whoever drafted a contract or changed it last does not approve it either.
update contract_transitions set unlike = unlike || '{draft,change}' where action in ('approve_entry', 'file');
