-- As the package that they are of, all of which is there or nothing.
set role wuye_owner;

revoke all on exchange_parts from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on exchange_parts to wuye_district, wuye_platform;

drop policy if exists exchange_parts_read on exchange_parts;
create policy exchange_parts_read on exchange_parts for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));

reset role;
