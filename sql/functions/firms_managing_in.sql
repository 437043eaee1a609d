-- The firms that hold a contract in force on a day for an estate of one of these streets. Runs as the owner: not everyone who may see the firms may
-- see the contracts.
set role wuye_owner;

create or replace function firms_managing_in(district text, streets text[], day date) returns setof uuid
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select distinct c.firm_id
    from estates_at(day) e
    join contract_estates_at(day) ce on ce.district_code = e.district_code and ce.estate_id = e.id
    join contracts_at(day) c on c.district_code = ce.district_code and c.id = ce.contract_id
    where e.district_code = district and e.street_code = any(streets) and c.in_force and c.service_period @> day
      and district = (select current_district())
$$;
grant execute on function firms_managing_in(text, text[], date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

reset role;
