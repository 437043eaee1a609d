-- One row for the district, for each street and for each community that has estates, each row counting what lies below it. The planner is given the
-- register as it is, or, for a day, as it was known when that day was over.
with register as (
    select e.id, e.district_code, e.street_code, e.community_code, e.area_m2, e.households, e.new_or_old, e.old_kind, m.mode,
           o.estate_id is not null as committee, s.estate_id is not null as substitute
    from estates e -- if !as_of
    left join estate_modes m -- if !as_of
    from estates_at(:'as_of'::date) e -- if as_of
    left join estate_modes_at(:'as_of'::date) m -- if as_of
        on m.district_code = e.district_code and m.estate_id = e.id
        and daterange(m.valid_from, m.valid_to) @> coalesce(:'as_of'::date, :'today'::date)
    left join (
        select distinct c.estate_id
        from owners_committees c -- if !as_of
        from owners_committees_at(:'as_of'::date) c -- if as_of
        where c.district_code = :'district' and c.kind = 'owners_committee'
          and daterange(c.established_on, c.dissolved_on) @> coalesce(:'as_of'::date, :'today'::date)
    ) o on o.estate_id = e.id
    left join (
        select distinct c.estate_id
        from owners_committees c -- if !as_of
        from owners_committees_at(:'as_of'::date) c -- if as_of
        where c.district_code = :'district' and c.kind <> 'owners_committee'
          and daterange(c.established_on, c.dissolved_on) @> coalesce(:'as_of'::date, :'today'::date)
    ) s on s.estate_id = e.id
    where e.district_code = :'district'
), service as (
    select ce.estate_id, c.firm_id
    from contracts c -- if !as_of
    from contracts_at(:'as_of'::date) c -- if as_of
    join contract_estates ce on ce.district_code = c.district_code and ce.contract_id = c.id
    where c.district_code = :'district' and c.in_force and c.service_period @> coalesce(:'as_of'::date, :'today'::date)
), firm as (
    select f.id, f.locality
    from firms f -- if !as_of
    from firms_at(:'as_of'::date) f -- if as_of
    left join firm_market_access a on a.district_code = f.district_code and a.firm_id = f.id
        and daterange(a.valid_from, a.valid_to) @> coalesce(:'as_of'::date, :'today'::date)
        and a.decided_at < (coalesce(:'as_of'::date, :'today'::date) + 1)::timestamptz
    where f.district_code = :'district' and f.status = 'active' and f.entry = 'admitted' and coalesce(a.state, f.market_access) <> 'exited'
), counted as (
    select
        coalesce(r.community_code, r.street_code, r.district_code) as code,
        count(distinct r.community_code) as communities,
        count(*) as estates, coalesce(sum(r.area_m2), 0) as area_m2, coalesce(sum(r.households), 0) as households,
        count(*) filter (where r.mode = 'market') as market_estates, coalesce(sum(r.area_m2) filter (where r.mode = 'market'), 0) as market_area,
        count(*) filter (where r.mode = 'quasi') as quasi_estates, coalesce(sum(r.area_m2) filter (where r.mode = 'quasi'), 0) as quasi_area,
        count(*) filter (where r.mode = 'basic_cleaning') as basic_cleaning_estates, coalesce(sum(r.area_m2) filter (where r.mode = 'basic_cleaning'), 0) as basic_cleaning_area,
        count(*) filter (where r.mode = 'self') as self_estates, coalesce(sum(r.area_m2) filter (where r.mode = 'self'), 0) as self_area,
        count(*) filter (where r.mode = 'state_firm') as state_firm_estates, coalesce(sum(r.area_m2) filter (where r.mode = 'state_firm'), 0) as state_firm_area,
        count(*) filter (where r.mode = 'public_welfare') as public_welfare_estates, coalesce(sum(r.area_m2) filter (where r.mode = 'public_welfare'), 0) as public_welfare_area,
        count(*) filter (where r.mode = 'fallback') as fallback_estates, coalesce(sum(r.area_m2) filter (where r.mode = 'fallback'), 0) as fallback_area,
        count(*) filter (where r.mode is null) as none_estates, coalesce(sum(r.area_m2) filter (where r.mode is null), 0) as none_area,
        count(*) filter (where r.new_or_old = 'new') as new_estates, coalesce(sum(r.area_m2) filter (where r.new_or_old = 'new'), 0) as new_area,
        count(*) filter (where r.new_or_old = 'ordinary') as ordinary_estates, coalesce(sum(r.area_m2) filter (where r.new_or_old = 'ordinary'), 0) as ordinary_area,
        count(*) filter (where r.new_or_old = 'old') as old_estates, coalesce(sum(r.area_m2) filter (where r.new_or_old = 'old'), 0) as old_area,
        count(*) filter (where r.old_kind = 'single_building') as single_building_estates, coalesce(sum(r.area_m2) filter (where r.old_kind = 'single_building'), 0) as single_building_area,
        count(*) filter (where r.old_kind = 'unenclosed') as unenclosed_estates, coalesce(sum(r.area_m2) filter (where r.old_kind = 'unenclosed'), 0) as unenclosed_area,
        count(*) filter (where r.old_kind = 'enclosed') as enclosed_estates, coalesce(sum(r.area_m2) filter (where r.old_kind = 'enclosed'), 0) as enclosed_area,
        count(*) filter (where r.committee) as committee_estates, count(*) filter (where not r.committee and r.substitute) as substitute_estates
    from register r
    group by grouping sets ((r.district_code), (r.street_code), (r.community_code))
), served as (
    select
        coalesce(r.community_code, r.street_code, r.district_code) as code, count(distinct r.id) as estates,
        count(distinct s.firm_id) as firms, count(distinct s.firm_id) filter (where f.locality = 'in_district') as in_district,
        count(distinct s.firm_id) filter (where f.locality = 'out_of_district') as out_of_district
    from register r
    join service s on s.estate_id = r.id
    left join firm f on f.id = s.firm_id
    group by grouping sets ((r.district_code), (r.street_code), (r.community_code))
), registered as (
    select count(*) as firms, count(*) filter (where locality = 'in_district') as in_district,
           count(*) filter (where locality = 'out_of_district') as out_of_district
    from firm
)
select
    k.code, case length(k.code) when 6 then 'district' when 9 then 'street' else 'community' end as level, d.name,
    coalesce(:'as_of'::date, :'today'::date) as as_of,
    k.communities, k.estates, k.area_m2::numeric(16,2) as area_m2, k.households,
    k.market_estates as "modes.market.estates", k.market_area::numeric(16,2) as "modes.market.area_m2",
    k.quasi_estates as "modes.quasi.estates", k.quasi_area::numeric(16,2) as "modes.quasi.area_m2",
    k.basic_cleaning_estates as "modes.basic_cleaning.estates", k.basic_cleaning_area::numeric(16,2) as "modes.basic_cleaning.area_m2",
    k.self_estates as "modes.self.estates", k.self_area::numeric(16,2) as "modes.self.area_m2",
    k.state_firm_estates as "modes.state_firm.estates", k.state_firm_area::numeric(16,2) as "modes.state_firm.area_m2",
    k.public_welfare_estates as "modes.public_welfare.estates", k.public_welfare_area::numeric(16,2) as "modes.public_welfare.area_m2",
    k.fallback_estates as "modes.fallback.estates", k.fallback_area::numeric(16,2) as "modes.fallback.area_m2",
    k.none_estates as "modes.none.estates", k.none_area::numeric(16,2) as "modes.none.area_m2",
    k.new_estates as "new_or_old.new.estates", k.new_area::numeric(16,2) as "new_or_old.new.area_m2",
    k.ordinary_estates as "new_or_old.ordinary.estates", k.ordinary_area::numeric(16,2) as "new_or_old.ordinary.area_m2",
    k.old_estates as "new_or_old.old.estates", k.old_area::numeric(16,2) as "new_or_old.old.area_m2",
    k.single_building_estates as "old_kinds.single_building.estates", k.single_building_area::numeric(16,2) as "old_kinds.single_building.area_m2",
    k.unenclosed_estates as "old_kinds.unenclosed.estates", k.unenclosed_area::numeric(16,2) as "old_kinds.unenclosed.area_m2",
    k.enclosed_estates as "old_kinds.enclosed.estates", k.enclosed_area::numeric(16,2) as "old_kinds.enclosed.area_m2",
    k.committee_estates as "owners_committees.estates", round(100.0 * k.committee_estates / k.estates, 2) as "owners_committees.rate_percent",
    k.substitute_estates as "owners_committees.substitutes",
    coalesce(s.estates, 0) as "contracts.estates", k.estates - coalesce(s.estates, 0) as "contracts.without",
    coalesce(s.firms, 0) as "serving_firms.total", coalesce(s.in_district, 0) as "serving_firms.in_district",
    coalesce(s.out_of_district, 0) as "serving_firms.out_of_district",
    case when length(k.code) = 6 then g.firms end as "registered_firms.total", case when length(k.code) = 6 then g.in_district end as "registered_firms.in_district",
    case when length(k.code) = 6 then g.out_of_district end as "registered_firms.out_of_district"
from counted k
cross join registered g
left join served s using (code)
left join divisions d on d.code = k.code
where starts_with(k.code, coalesce(:'community', :'street', :'district'))
  and case length(k.code) when 6 then 'district' when 9 then 'street' else 'community' end = any(:'level'::text[]) -- if level
  and k.code > :'after_key'::text -- if cursor
order by k.code -- if sort=code
limit :'limit'::bigint -- if limit
