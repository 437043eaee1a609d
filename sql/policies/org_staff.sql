-- As the body they work in. The city platform counts them and reads no name: the column is not granted.
set role wuye_owner;

revoke all on org_staff from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on org_staff to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, org_unit_id, post, specialist, full_time, valid_from, valid_to, known_from) on org_staff to wuye_platform;
grant insert, update on org_staff to wuye_district, wuye_street;

drop policy if exists org_staff_district on org_staff;
create policy org_staff_district on org_staff for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists org_staff_area on org_staff;
create policy org_staff_area on org_staff for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and exists (select from org_units u where u.district_code = org_staff.district_code and u.id = org_staff.org_unit_id));

drop policy if exists org_staff_registers on org_staff;
create policy org_staff_registers on org_staff for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()) and exists (select from org_units u where u.district_code = org_staff.district_code and u.id = org_staff.org_unit_id));
drop policy if exists org_staff_changes on org_staff;
create policy org_staff_changes on org_staff for update to wuye_district, wuye_street
    using (district_code = (select current_district()) and exists (select from org_units u where u.district_code = org_staff.district_code and u.id = org_staff.org_unit_id));

reset role;
