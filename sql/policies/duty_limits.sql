-- The common ones ('*') and the district's own are for whoever is held to them; the district sets its own.
set role wuye_owner;

revoke all on duty_limits from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on duty_limits to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert, update on duty_limits to wuye_district;

drop policy if exists duty_limits_read on duty_limits;
create policy duty_limits_read on duty_limits for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code in ((select current_district()), '*'));
drop policy if exists duty_limits_sets on duty_limits;
create policy duty_limits_sets on duty_limits for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists duty_limits_changes on duty_limits;
create policy duty_limits_changes on duty_limits for update to wuye_district
    using (district_code = (select current_district()));

reset role;
