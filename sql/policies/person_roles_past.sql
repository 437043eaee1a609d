-- As the posts they were.
set role wuye_owner;

revoke all on person_roles_past from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on person_roles_past to wuye_district, wuye_street, wuye_community, wuye_company;
grant insert on person_roles_past to wuye_district, wuye_company;

drop policy if exists person_roles_past_district on person_roles_past;
create policy person_roles_past_district on person_roles_past for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district()));
drop policy if exists person_roles_past_company on person_roles_past;
create policy person_roles_past_company on person_roles_past for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));
drop policy if exists person_roles_past_kept on person_roles_past;
create policy person_roles_past_kept on person_roles_past for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists person_roles_past_kept_own on person_roles_past;
create policy person_roles_past_kept_own on person_roles_past for insert to wuye_company
    with check (district_code = (select current_district()) and firm_id = (select current_firm()));

reset role;
