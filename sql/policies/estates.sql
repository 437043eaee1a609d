-- A firm sees the estates it has or had a contract for.
set role wuye_owner;

revoke all on estates from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on estates to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant insert on estates to wuye_district;
grant update on estates to wuye_district, wuye_street;

drop policy if exists estates_district on estates;
create policy estates_district on estates for select to wuye_district, wuye_hotline, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists estates_street on estates;
create policy estates_street on estates for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists estates_community on estates;
create policy estates_community on estates for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));
drop policy if exists estates_company on estates;
create policy estates_company on estates for select to wuye_company
    using (district_code = (select current_district()) and id = any ((select estates_of_firm())::uuid[]));

drop policy if exists estates_registers on estates;
create policy estates_registers on estates for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists estates_changes on estates;
create policy estates_changes on estates for update to wuye_district
    using (district_code = (select current_district()));
drop policy if exists estates_changes_own on estates;
create policy estates_changes_own on estates for update to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));

reset role;
