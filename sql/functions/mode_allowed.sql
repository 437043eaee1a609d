-- Whether an estate of a kind may be managed in a mode on a day (B12). The district's own rule stands in place of the common one, and a rule for
-- the building type in place of the one for any type; where there is no rule, any mode is allowed.
set role wuye_owner;

create or replace function mode_allowed(asked_new_or_old text, asked_building_type text, mode text, day date) returns boolean
language sql stable parallel safe as $$
    select coalesce((
        select mode_allowed.mode = any (r.modes)
        from mode_rules r
        where r.district_code in ((select current_district()), '*') and r.new_or_old = asked_new_or_old and r.building_type in (asked_building_type, '*')
          and r.effective_from <= day and coalesce(r.effective_to > day, true)
        order by r.district_code = '*', r.building_type = '*'
        limit 1), true)
$$;
grant execute on function mode_allowed(text, text, text, date) to wuye_district, wuye_street;

reset role;
