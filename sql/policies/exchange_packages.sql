-- The district sees a package from the moment it is asked for; the city platform those that are frozen or have been. Nobody writes here: functions do.
set role wuye_owner;

revoke all on exchange_packages from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on exchange_packages to wuye_district, wuye_platform, wuye_worker;

drop policy if exists exchange_packages_district on exchange_packages;
create policy exchange_packages_district on exchange_packages for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists exchange_packages_platform on exchange_packages;
create policy exchange_packages_platform on exchange_packages for select to wuye_platform
    using (district_code = (select current_district()) and state in ('frozen', 'superseded'));
drop policy if exists exchange_packages_worker on exchange_packages;
create policy exchange_packages_worker on exchange_packages for select to wuye_worker
    using (true);

reset role;
