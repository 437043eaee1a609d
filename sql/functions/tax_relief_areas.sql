-- Below which area an estate of a building type may have tax relief on a day (C25): the district's own number, else the common one.
set role wuye_owner;

create or replace function tax_relief_areas(day date) returns table (building_type text, below numeric) language sql stable parallel safe as $$
    with areas as materialized ( -- asked once, however many estates it is joined to
        select s.subject, r.value
        from rule_names n
        cross join lateral unnest(n.subjects) s (subject)
        cross join lateral rule_at(n.name, s.subject, day) r
        where n.name = 'tax_relief_area_m2'
    )
    select a.subject, a.value from areas a
$$;
grant execute on function tax_relief_areas(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

reset role;
