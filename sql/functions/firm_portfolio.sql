-- What a firm manages on a day, by the contracts in force on it as the register had them when the day was over. Counts of the whole district for
-- whoever may see the firm: a street reads no contract of another street, the hotline none at all. Runs as the owner for that reason. The estates
-- are looked up one by one: joined as a set, all estates of the district would be read.
set role wuye_owner;

create or replace function firm_portfolio(district text, firm uuid, day date, out projects bigint, out estates bigint, out area_m2 numeric)
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    with held as (
        select c.id, ce.estate_id
        from contracts_at(day) c
        join contract_estates_at(day) ce on ce.district_code = c.district_code and ce.contract_id = c.id
        where c.district_code = district and c.firm_id = firm and c.in_force and c.service_period @> day
          and district = (select current_district())
    )
    select
        (select count(distinct held.id) from held),
        (select count(distinct held.estate_id) from held),
        (select coalesce(sum((select e.area_m2 from estates_at(day) e where e.district_code = district and e.id = h.estate_id)), 0.00)
         from (select distinct held.estate_id from held) h)
$$;
grant execute on function firm_portfolio(text, uuid, date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

reset role;
