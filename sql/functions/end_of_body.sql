-- Those who are in a body or a department when it ends, end with it. Volatile, so that a statement which has waited for the row of the body sees whoever was
-- added while it waited.
set role wuye_owner;

create or replace function end_org_staff(district text, unit uuid, day date, moment timestamptz) returns bigint language plpgsql volatile as $$
declare
    ended bigint;
begin
    update org_staff s set valid_to = greatest(s.valid_from, day), version = s.version + 1, updated_at = moment
    where s.district_code = district and s.org_unit_id = unit and coalesce(s.valid_to > day, true);
    get diagnostics ended = row_count;
    return ended;
end $$;

create or replace function end_department_contacts(district text, department uuid, day date, moment timestamptz) returns bigint language plpgsql volatile as $$
declare
    ended bigint;
begin
    update department_contacts c set valid_to = greatest(c.valid_from, day), version = c.version + 1, updated_at = moment
    where c.district_code = district and c.department_id = department and coalesce(c.valid_to > day, true);
    get diagnostics ended = row_count;
    return ended;
end $$;
grant execute on function end_org_staff(text, uuid, date, timestamptz), end_department_contacts(text, uuid, date, timestamptz) to wuye_district, wuye_street;

reset role;
