-- What a scheme will cost, from areas alone: no run, no estate, no score is needed for it.
set role wuye_owner;

-- One row for a year and a class; areas: {"class": square metres}. What a month and a year cost is exact to the last place of area times rate and is then rounded once, half
-- away from zero. No area: no amount.
create or replace function subsidy_forecast(document jsonb, areas jsonb)
returns table (year_position integer, year_index integer, first date, after date, months integer, class_position integer, class text, title_zh text, title_en text, area_m2 numeric,
               rate numeric, guide_fee numeric, monthly numeric, amount numeric, fees numeric)
language sql immutable parallel safe as $$
    select y.position, y.year_index, y.first, y.after, y.months, c.position, c.class, c.title_zh, c.title_en, round(k.area, 2), k.rate, c.guide_fee, round(k.area * k.rate, 2),
        round(k.area * k.rate * y.months, 2), round(k.area * c.guide_fee * y.months, 2)
    from subsidy_scheme_years(document) y
    cross join subsidy_scheme_classes(document) c
    cross join lateral (select (areas ->> c.class)::numeric as area, (y.rates ->> c.class)::numeric as rate) k
$$;

-- A sum of amounts that are all known; null when one is not.
create or replace function whole_sum(amounts numeric[]) returns numeric language sql immutable parallel safe as $$
    select case when bool_and(a.amount is not null) then sum(a.amount) end from unnest(amounts) a (amount)
$$;

-- Yuan as the members that show them: to the cent, in 万元 to four places, and as plans print them, in whole 万元. Each is rounded from the yuan.
create or replace function subsidy_shown(amount numeric) returns jsonb language sql immutable parallel safe as $$
    select jsonb_build_object('amount', round(amount, 2)::text, 'amount_wan', round(amount / 10000, 4)::text, 'displayed_wan', round(amount / 10000)::text)
$$;

-- Estates of the register on a day that the scheme may have to do with: of a class by mode and age, or old and of none; with the fee of the contract that was in force (of
-- several, the highest). What the caller does not see is not there.
create or replace function subsidy_register(document jsonb, day date)
returns table (estate_id uuid, code text, name text, area_m2 numeric, new_or_old text, mode text, class text, contract_id uuid, fee numeric)
language sql stable parallel safe as $$
    with class as (
        -- A draft may have a mode in two classes, by fault; no estate counts twice for that.
        select distinct on (k.mode, k.new_or_old) k.mode, k.new_or_old, k.class from subsidy_scheme_modes(document) k order by k.mode, k.new_or_old, k.class_position
    ), fee as (
        select distinct on (ce.estate_id) ce.estate_id, c.id, c.fee_m2_month
        from contracts_at(day) c
        join contract_estates_at(day) ce on ce.district_code = c.district_code and ce.contract_id = c.id
        where c.district_code = (select current_district()) and c.in_force and c.service_period @> day and c.fee_m2_month is not null
        order by ce.estate_id, c.fee_m2_month desc, c.id
    )
    select e.id, e.code, e.name, e.area_m2, e.new_or_old, m.mode, k.class, f.id, f.fee_m2_month
    from estates_at(day) e
    left join estate_modes_at(day) m on m.district_code = e.district_code and m.estate_id = e.id and m.valid_from <= day and coalesce(m.valid_to > day, true)
    left join class k on k.mode = m.mode and k.new_or_old = e.new_or_old
    left join fee f on f.estate_id = e.id
    where e.district_code = (select current_district()) and (k.class is not null or e.new_or_old = 'old')
$$;

grant execute on function subsidy_forecast(jsonb, jsonb), whole_sum(numeric[]), subsidy_shown(numeric) to wuye_member;
grant execute on function subsidy_register(jsonb, date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
