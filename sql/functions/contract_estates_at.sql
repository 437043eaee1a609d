-- Which estates each contract covered as the register had it when the day was over; of the caller's scope. From when to when, and whether in force, says the
-- contract (contracts_at): a row here repeats it only as it is now. The planner sees through it, as through contracts_at().
set role wuye_owner;

create or replace function contract_estates_at(day date) returns table (district_code text, contract_id uuid, estate_id uuid) language sql stable parallel safe as $$
    select u.district_code, u.contract_id, u.estate_id
    from (
        select t.district_code, t.contract_id, t.estate_id, t.known_from, 'infinity'::timestamptz as known_to from contract_estates t
        union all
        select p.district_code, p.contract_id, p.estate_id, p.known_from, p.known_to from contract_estates_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;
grant execute on function contract_estates_at(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
