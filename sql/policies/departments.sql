-- A directory of the whole district; the district keeps it.
set role wuye_owner;

revoke all on departments from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on departments to wuye_district, wuye_street, wuye_community, wuye_platform;
grant insert, update on departments to wuye_district;

drop policy if exists departments_read on departments;
create policy departments_read on departments for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists departments_registers on departments;
create policy departments_registers on departments for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists departments_changes on departments;
create policy departments_changes on departments for update to wuye_district
    using (district_code = (select current_district()));

reset role;
