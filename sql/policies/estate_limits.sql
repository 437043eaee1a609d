-- The common ones ('*') and the district's own are everyone's to read; the district sets its own.
set role wuye_owner;

revoke all on estate_limits from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on estate_limits to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant insert, update on estate_limits to wuye_district;

drop policy if exists estate_limits_read on estate_limits;
create policy estate_limits_read on estate_limits for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform
    using (district_code in ((select current_district()), '*'));
drop policy if exists estate_limits_sets on estate_limits;
create policy estate_limits_sets on estate_limits for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists estate_limits_changes on estate_limits;
create policy estate_limits_changes on estate_limits for update to wuye_district
    using (district_code = (select current_district()));

reset role;
