-- The district sees all imports of the district, a street or a firm its own. The worker closes what was left behind.
set role wuye_owner;

revoke all on imports from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert, update on imports to wuye_district, wuye_street, wuye_company;
grant select, update on imports to wuye_worker;

drop policy if exists imports_district on imports;
create policy imports_district on imports for all to wuye_district
    using (district_code = (select current_district()))
    with check (district_code = (select current_district()));
drop policy if exists imports_company on imports;
create policy imports_company on imports for all to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()))
    with check (district_code = (select current_district()) and firm_id = (select current_firm()) and register = 'staff');
drop policy if exists imports_street on imports;
create policy imports_street on imports for all to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()))
    with check (district_code = (select current_district()) and street_code = (select current_street()) and register = 'issues');
drop policy if exists imports_worker on imports;
create policy imports_worker on imports for all to wuye_worker using (true) with check (true);

reset role;
