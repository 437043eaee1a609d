-- Which estates a firm had a contract in force for on any day of a period, in the caller's area or, for a firm, its own. Runs as the owner: under row security
-- contracts and their estates would ask for one another, row by row. Registers are
-- joined whole, whatever the planner takes them for.
set role wuye_owner;

create or replace function estates_served(first date, before date) returns table (estate_id uuid, firm_id uuid)
language sql stable parallel safe security definer set search_path = public, pg_temp set enable_nestloop = off as $$
    select distinct ce.estate_id, c.firm_id
    from contract_estates ce
    join contracts c on c.district_code = ce.district_code and c.id = ce.contract_id
    join estates e on e.district_code = ce.district_code and e.id = ce.estate_id
    where ce.district_code = (select current_district()) and ce.in_force
      and ce.service_period && daterange(estates_served.first, greatest(estates_served.before, estates_served.first))
      and ((select current_street()) is null or e.street_code = (select current_street()))
      and ((select current_community()) is null or e.community_code = (select current_community()))
      and ((select current_firm()) is null or c.firm_id = (select current_firm()))
$$;
grant execute on function estates_served(date, date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
