-- People's names: for authorities of the district and their own firm, not for the city platform. District and firm keep them;
-- a quality director is the district's to send.
set role wuye_owner;

revoke all on person_roles from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on person_roles to wuye_district, wuye_street, wuye_community, wuye_company;
grant insert, update on person_roles to wuye_district, wuye_company;

drop policy if exists person_roles_district on person_roles;
create policy person_roles_district on person_roles for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district()));
drop policy if exists person_roles_company on person_roles;
create policy person_roles_company on person_roles for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));

drop policy if exists person_roles_registers on person_roles;
create policy person_roles_registers on person_roles for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists person_roles_registers_own on person_roles;
create policy person_roles_registers_own on person_roles for insert to wuye_company
    with check (district_code = (select current_district()) and firm_id = (select current_firm()) and role <> 'quality_director');
drop policy if exists person_roles_changes on person_roles;
create policy person_roles_changes on person_roles for update to wuye_district
    using (district_code = (select current_district()));
drop policy if exists person_roles_changes_own on person_roles;
create policy person_roles_changes_own on person_roles for update to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));

reset role;
