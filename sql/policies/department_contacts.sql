-- Names and numbers are for those who call them: not for the city platform.
set role wuye_owner;

revoke all on department_contacts from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on department_contacts to wuye_district, wuye_street, wuye_community;
grant insert, update on department_contacts to wuye_district;

drop policy if exists department_contacts_read on department_contacts;
create policy department_contacts_read on department_contacts for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district()));
drop policy if exists department_contacts_registers on department_contacts;
create policy department_contacts_registers on department_contacts for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists department_contacts_changes on department_contacts;
create policy department_contacts_changes on department_contacts for update to wuye_district
    using (district_code = (select current_district()));

reset role;
