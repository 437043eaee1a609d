-- Counted by base_ledger(), of the caller's area: what is above it is left out. (A community need not begin with its street's digits: it may have been given to
-- another.) A street's or community's own firms are those that serve there, the district's register is its own.
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
    k.substitute_estates as "owners_committees.substitutes", k.served_estates as "contracts.estates", k.estates - k.served_estates as "contracts.without",
    k.firms as "serving_firms.total", k.firms_in as "serving_firms.in_district", k.firms_out as "serving_firms.out_of_district",
    case when length(k.code) = 6 then k.registered end as "registered_firms.total", case when length(k.code) = 6 then k.registered_in end as "registered_firms.in_district",
    case when length(k.code) = 6 then k.registered - k.registered_in end as "registered_firms.out_of_district"
from base_ledger(coalesce(:'as_of'::date, :'today'::date)) k
left join divisions d on d.code = k.code
where length(k.code) >= length(coalesce(:'community', :'street', :'district'))
  and case length(k.code) when 6 then 'district' when 9 then 'street' else 'community' end = any(:'level'::text[]) -- if level
  and k.code > :'after_key'::text -- if cursor
order by k.code -- if sort=code
limit :'limit'::bigint -- if limit
