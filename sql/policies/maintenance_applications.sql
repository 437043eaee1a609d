-- Applications for the maintenance fund (K19): the district's, a street's and a community's own. Nobody writes here: the functions of maintenance.sql do.
set role wuye_owner;

revoke all on maintenance_applications from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on maintenance_applications to wuye_district, wuye_street, wuye_community;

drop policy if exists maintenance_applications_district on maintenance_applications;
create policy maintenance_applications_district on maintenance_applications for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists maintenance_applications_street on maintenance_applications;
create policy maintenance_applications_street on maintenance_applications for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists maintenance_applications_community on maintenance_applications;
create policy maintenance_applications_community on maintenance_applications for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));

reset role;
