-- What the district, each street and each community in the caller's area has, counted as of a day: one row for each that has estates. Runs as the owner and
-- answers for the caller's own area alone: under row security each mode, committee and contract would be asked for its estate, a hundred thousand times.
-- Whole registers are joined, whatever the planner takes a caller's area for: read in the order they lie in, not in an index's, and hashed, never one by one
-- or sorted. Estates alike are counted together first, so what is told apart is told apart over a few rows; a firm is told apart from place to place.
set role wuye_owner;

drop function if exists base_ledger(date);
create function base_ledger(day date) returns table (
    code text, communities bigint, estates bigint, area_m2 numeric, households bigint, market_estates bigint, market_area numeric,
    quasi_estates bigint, quasi_area numeric, basic_cleaning_estates bigint, basic_cleaning_area numeric, self_estates bigint, self_area numeric,
    state_firm_estates bigint, state_firm_area numeric, public_welfare_estates bigint, public_welfare_area numeric, fallback_estates bigint,
    fallback_area numeric, none_estates bigint, none_area numeric, new_estates bigint, new_area numeric, ordinary_estates bigint,
    ordinary_area numeric, old_estates bigint, old_area numeric, single_building_estates bigint, single_building_area numeric,
    unenclosed_estates bigint, unenclosed_area numeric, enclosed_estates bigint, enclosed_area numeric, committee_estates bigint,
    substitute_estates bigint, served_estates bigint, firms bigint, firms_in bigint, firms_out bigint
) language sql stable parallel safe security definer set search_path = public, pg_temp set enable_nestloop = off set enable_mergejoin = off set enable_sort = off set enable_indexscan = off set work_mem = '64MB' as $$
    with service as (
        select ce.estate_id, c.firm_id
        from contracts_at(base_ledger.day) c
        join contract_estates_at(base_ledger.day) ce on ce.contract_id = c.id
        where c.district_code = (select current_district()) and ce.district_code = (select current_district()) and c.in_force and c.service_period @> base_ledger.day
    ), register as (
        select e.id, e.street_code, e.community_code, e.area_m2, e.households, e.new_or_old, e.old_kind, m.mode,
               coalesce(o.committee, false) as committee, coalesce(o.substitute, false) as substitute, f.estate_id is not null as served
        from estates_at(base_ledger.day) e
        left join (
            select m.estate_id, m.mode from estate_modes_at(base_ledger.day) m
            where m.district_code = (select current_district()) and m.valid_from <= base_ledger.day and coalesce(m.valid_to > base_ledger.day, true)
        ) m on m.estate_id = e.id
        left join (
            select c.estate_id, bool_or(c.kind = 'owners_committee') as committee, bool_or(c.kind <> 'owners_committee') as substitute
            from owners_committees_at(base_ledger.day) c
            where c.district_code = (select current_district()) and c.established_on <= base_ledger.day and coalesce(c.dissolved_on > base_ledger.day, true)
            group by c.estate_id
        ) o on o.estate_id = e.id
        left join (select distinct s.estate_id from service s) f on f.estate_id = e.id
        where e.district_code = (select current_district())
          and ((select current_street()) is null or e.street_code = (select current_street()))
          and ((select current_community()) is null or e.community_code = (select current_community()))
    ), alike as (
        select (select current_district()) as district_code, r.street_code, r.community_code, r.mode, r.new_or_old, r.old_kind, r.committee, r.substitute, r.served,
               count(*) as estates, sum(r.area_m2) as area_m2, sum(r.households) as households
        from register r
        group by 2, 3, 4, 5, 6, 7, 8, 9
    ), present as (
        select r.street_code, r.community_code, s.firm_id from service s join register r on r.id = s.estate_id group by 1, 2, 3
    ), streets as (
        select p.street_code, p.firm_id from present p group by 1, 2
    ), communities as (
        select p.community_code, p.firm_id from present p group by 1, 2
    ), serving as (
        select p.code, count(*) as firms, count(*) filter (where f.locality = 'in_district') as firms_in, count(*) filter (where f.locality = 'out_of_district') as firms_out
        from (
            select (select current_district()) as code, s.firm_id from streets s group by 1, 2
            union all
            select s.street_code, s.firm_id from streets s
            union all
            select c.community_code, c.firm_id from communities c
        ) p
        left join (select f.id, f.locality from firms_at(base_ledger.day) f where f.district_code = (select current_district())) f on f.id = p.firm_id
        group by p.code
    ), counted as (
        select coalesce(g.community_code, g.street_code, g.district_code) as code, count(distinct g.community_code) as communities, sum(g.estates)::bigint as estates,
               sum(g.area_m2) as area_m2, coalesce(sum(g.households), 0)::bigint as households,
               coalesce(sum(g.estates) filter (where g.mode = 'market'), 0)::bigint as market_estates, coalesce(sum(g.area_m2) filter (where g.mode = 'market'), 0) as market_area,
               coalesce(sum(g.estates) filter (where g.mode = 'quasi'), 0)::bigint as quasi_estates, coalesce(sum(g.area_m2) filter (where g.mode = 'quasi'), 0) as quasi_area,
               coalesce(sum(g.estates) filter (where g.mode = 'basic_cleaning'), 0)::bigint as basic_cleaning_estates, coalesce(sum(g.area_m2) filter (where g.mode = 'basic_cleaning'), 0) as basic_cleaning_area,
               coalesce(sum(g.estates) filter (where g.mode = 'self'), 0)::bigint as self_estates, coalesce(sum(g.area_m2) filter (where g.mode = 'self'), 0) as self_area,
               coalesce(sum(g.estates) filter (where g.mode = 'state_firm'), 0)::bigint as state_firm_estates, coalesce(sum(g.area_m2) filter (where g.mode = 'state_firm'), 0) as state_firm_area,
               coalesce(sum(g.estates) filter (where g.mode = 'public_welfare'), 0)::bigint as public_welfare_estates, coalesce(sum(g.area_m2) filter (where g.mode = 'public_welfare'), 0) as public_welfare_area,
               coalesce(sum(g.estates) filter (where g.mode = 'fallback'), 0)::bigint as fallback_estates, coalesce(sum(g.area_m2) filter (where g.mode = 'fallback'), 0) as fallback_area,
               coalesce(sum(g.estates) filter (where g.mode is null), 0)::bigint as none_estates, coalesce(sum(g.area_m2) filter (where g.mode is null), 0) as none_area,
               coalesce(sum(g.estates) filter (where g.new_or_old = 'new'), 0)::bigint as new_estates, coalesce(sum(g.area_m2) filter (where g.new_or_old = 'new'), 0) as new_area,
               coalesce(sum(g.estates) filter (where g.new_or_old = 'ordinary'), 0)::bigint as ordinary_estates, coalesce(sum(g.area_m2) filter (where g.new_or_old = 'ordinary'), 0) as ordinary_area,
               coalesce(sum(g.estates) filter (where g.new_or_old = 'old'), 0)::bigint as old_estates, coalesce(sum(g.area_m2) filter (where g.new_or_old = 'old'), 0) as old_area,
               coalesce(sum(g.estates) filter (where g.old_kind = 'single_building'), 0)::bigint as single_building_estates, coalesce(sum(g.area_m2) filter (where g.old_kind = 'single_building'), 0) as single_building_area,
               coalesce(sum(g.estates) filter (where g.old_kind = 'unenclosed'), 0)::bigint as unenclosed_estates, coalesce(sum(g.area_m2) filter (where g.old_kind = 'unenclosed'), 0) as unenclosed_area,
               coalesce(sum(g.estates) filter (where g.old_kind = 'enclosed'), 0)::bigint as enclosed_estates, coalesce(sum(g.area_m2) filter (where g.old_kind = 'enclosed'), 0) as enclosed_area,
               coalesce(sum(g.estates) filter (where g.committee), 0)::bigint as committee_estates,
               coalesce(sum(g.estates) filter (where not g.committee and g.substitute), 0)::bigint as substitute_estates,
               coalesce(sum(g.estates) filter (where g.served), 0)::bigint as served_estates
        from alike g
        group by grouping sets ((g.district_code), (g.street_code), (g.community_code))
    )
    select k.*, coalesce(s.firms, 0), coalesce(s.firms_in, 0), coalesce(s.firms_out, 0)
    from counted k
    left join serving s using (code)
$$;
grant execute on function base_ledger(date) to wuye_district, wuye_street, wuye_community, wuye_platform;

reset role;
