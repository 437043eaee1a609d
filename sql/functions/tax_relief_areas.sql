-- Below which area an estate of a building type may have tax relief on a day (C25): the district's own number, else the common one.
set role wuye_owner;

create or replace function tax_relief_areas(day date) returns table (building_type text, below numeric) language sql stable parallel safe as $$
    select distinct on (l.subject) l.subject, l.value
    from estate_limits l
    where l.district_code in ((select current_district()), '*') and l.name = 'tax_relief_area_m2'
      and l.effective_from <= day and coalesce(l.effective_to > day, true)
    order by l.subject, l.district_code = '*'
$$;
grant execute on function tax_relief_areas(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

reset role;
