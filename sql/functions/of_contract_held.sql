-- A contract as it is, kept from being moved until the transaction is over. A firm may not change what is in force, and so may not lock it: runs as the owner,
-- for the caller's district alone, and is asked of contracts that the caller sees.
set role wuye_owner;

create or replace function contract_held(contract uuid) returns setof contracts
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    return query select c.* from contracts c where c.district_code = current_district() and c.id = contract for share;
end $$;
grant execute on function contract_held(uuid) to wuye_district, wuye_company;

reset role;
