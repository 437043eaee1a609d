-- Where the ledgers asked for stand among all of them. Known while a statement is planned, so that its plan is one for as many rows as there are.
set role wuye_owner;

create or replace function issue_ledger_span(wanted text[]) returns int4range language sql immutable parallel safe as $$
    select int4range(min(n), max(n), '[]')
    from (select array_position('{environment,road,parking,service,facility,contract,petition}'::text[], w) as n from unnest(wanted) w) k
$$;
grant execute on function issue_ledger_span(text[]) to wuye_member;

reset role;
