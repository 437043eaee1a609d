-- A category of complaint as the caller's district has it on a day: what is delegated to the streets is its own to say, else what the category says for all.
set role wuye_owner;

create or replace function categories_of_day(day date) returns table (code text, confidential boolean, expedited boolean, delegated boolean, department text)
language sql stable parallel safe as $$
    select g.code, g.confidential, g.expedited, coalesce(d.delegated, g.delegated), g.department
    from complaint_categories g
    left join delegations d on d.district_code = (select current_district()) and d.category = g.code
        and d.effective_from <= day and coalesce(d.effective_to > day, true)
    where g.effective_from <= day and coalesce(g.effective_to > day, true)
$$;
grant execute on function categories_of_day(date) to wuye_district, wuye_street, wuye_community;

reset role;
