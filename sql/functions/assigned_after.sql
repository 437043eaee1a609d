-- Whether a member of staff holds a post on a day or later. Volatile, so that a statement which has waited for the person's row sees the posts given
-- while it waited.
set role wuye_owner;

create or replace function assigned_after(district text, person uuid, day date) returns boolean language plpgsql volatile as $$
begin
    return exists (
        select from person_roles r
        where r.district_code = district and r.staff_id = person and coalesce(r.valid_to > greatest(day, r.valid_from), true));
end $$;
grant execute on function assigned_after(text, uuid, date) to wuye_district, wuye_company;

reset role;
