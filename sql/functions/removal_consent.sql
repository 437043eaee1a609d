-- C15. Whether the owners' assembly consented, by the rules of its day: enough took part, by households and by area, and more than the share asked for were in
-- favour, by both.
set role wuye_owner;

create or replace function removal_consent(district text, day date, households_for numeric, households_voted numeric, households_all numeric,
    area_for numeric, area_voted numeric, area_all numeric) returns boolean language sql stable parallel safe as $$
    select coalesce(bool_and(coalesce(v.took_part * r.turnout_of >= v.whole * r.turnout_part and v.in_favour * r.consent_of > v.took_part * r.consent_part, false)), false)
    from (values ('households', households_for, households_voted, households_all), ('area', area_for, area_voted, area_all)) v (measure, in_favour, took_part, whole)
    left join lateral (
        select r.* from removal_rules r
        where r.district_code in (district, '*') and r.measure = v.measure and r.effective_from <= day and coalesce(r.effective_to > day, true)
        order by r.district_code = '*' limit 1) r on true
$$;
grant execute on function removal_consent(text, date, numeric, numeric, numeric, numeric, numeric, numeric) to wuye_district, wuye_street;

reset role;
