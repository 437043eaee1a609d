-- The district's, the street's own, and for a community its street's.
set role wuye_owner;

revoke all on liaisons from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on liaisons to wuye_district, wuye_street, wuye_community;
grant insert, update on liaisons to wuye_district, wuye_street;

drop policy if exists liaisons_district on liaisons;
create policy liaisons_district on liaisons for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists liaisons_street on liaisons;
create policy liaisons_street on liaisons for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and street_code = (select current_street()));

drop policy if exists liaisons_appoints on liaisons;
create policy liaisons_appoints on liaisons for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists liaisons_appoints_own on liaisons;
create policy liaisons_appoints_own on liaisons for insert to wuye_street
    with check (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists liaisons_changes on liaisons;
create policy liaisons_changes on liaisons for update to wuye_district
    using (district_code = (select current_district()));
drop policy if exists liaisons_changes_own on liaisons;
create policy liaisons_changes_own on liaisons for update to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));

reset role;
