-- As the estate they belong to, now or then: what was a street's own stays to be read as of its days.
set role wuye_owner;

revoke all on estate_modes from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on estate_modes to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant insert, update on estate_modes to wuye_district;

drop policy if exists estate_modes_district on estate_modes;
create policy estate_modes_district on estate_modes for select to wuye_district, wuye_hotline, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists estate_modes_area on estate_modes;
create policy estate_modes_area on estate_modes for select to wuye_street, wuye_community, wuye_company
    using (district_code = (select current_district()) and (
        exists (select from estates e where e.district_code = estate_modes.district_code and e.id = estate_modes.estate_id)
        or exists (select from estates_past e where e.district_code = estate_modes.district_code and e.id = estate_modes.estate_id)));

drop policy if exists estate_modes_registers on estate_modes;
create policy estate_modes_registers on estate_modes for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists estate_modes_changes on estate_modes;
create policy estate_modes_changes on estate_modes for update to wuye_district
    using (district_code = (select current_district()));

reset role;
