-- A number that a government sets for estates, as of a day: the district's own, else the common one; null when there is none.
set role wuye_owner;

create or replace function estate_limit(asked_name text, asked_subject text, day date) returns numeric language sql stable parallel safe as $$
    select l.value
    from estate_limits l
    where l.district_code in ((select current_district()), '*') and l.name = asked_name and l.subject = asked_subject
      and l.effective_from <= day and coalesce(l.effective_to > day, true)
    order by l.district_code = '*'
    limit 1
$$;
grant execute on function estate_limit(text, text, date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
