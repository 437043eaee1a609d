-- Read through name_version and written by names_change(), which run as the owner.
set role wuye_owner;

revoke all on name_versions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

drop policy if exists name_versions_district on name_versions;
create policy name_versions_district on name_versions for select to wuye_district
    using (district_code = (select current_district()));

reset role;
