-- The number that holds on a day: the district's own before the common one.
set role wuye_owner;

create or replace function privacy_rule(district text, wanted text, day date) returns integer language sql stable parallel safe as $$
    select r.value from privacy_rules r
    where r.name = wanted and r.district_code in ('*', district) and r.effective_from <= day and coalesce(r.effective_to > day, true)
    order by r.district_code = '*'
    limit 1
$$;
grant execute on function privacy_rule(text, text, date) to wuye_district, wuye_street, wuye_community;

reset role;
