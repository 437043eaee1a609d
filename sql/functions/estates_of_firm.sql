-- The estates the calling firm has or had a contract for (a draft is a wish), found once for each statement from the firm's side. Runs as the owner: the policies of
-- the tables it reads would ask back. An estate's name and code stay to be read; what goes on in it is of the days of the contract (the policies of
-- consultations, surplus_entries, estate_records and owners_committees). In plpgsql, as all that policies call and that runs as the owner: a session plans it once, where a
-- function in SQL is parsed and planned anew by each statement.
set role wuye_owner;

create or replace function estates_of_firm() returns uuid[]
language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
begin
    return (select array_agg(e.estate_id)
            from contracts c
            join contract_estates e on e.district_code = c.district_code and e.contract_id = c.id
            where c.district_code = (select current_district()) and c.firm_id = (select current_firm()) and c.in_force);
end $$;
grant execute on function estates_of_firm() to wuye_company;

reset role;
