-- A street sees and keeps the bodies of its own area, a community reads its own and its street's. The bodies of an estate follow the estate.
set role wuye_owner;

revoke all on org_units from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on org_units to wuye_district, wuye_street, wuye_community, wuye_platform;
grant insert, update on org_units to wuye_district, wuye_street;

drop policy if exists org_units_district on org_units;
create policy org_units_district on org_units for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists org_units_street on org_units;
create policy org_units_street on org_units for select to wuye_street
    using (district_code = (select current_district())
           and (street_code = (select current_street()) or exists (select from estates e where e.district_code = org_units.district_code and e.id = org_units.estate_id)));
drop policy if exists org_units_community on org_units;
create policy org_units_community on org_units for select to wuye_community
    using (district_code = (select current_district())
           and (community_code = (select current_community()) or (level = 'street' and street_code = (select current_street()))
                or exists (select from estates e where e.district_code = org_units.district_code and e.id = org_units.estate_id)));

drop policy if exists org_units_registers on org_units;
create policy org_units_registers on org_units for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists org_units_changes on org_units;
create policy org_units_changes on org_units for update to wuye_district
    using (district_code = (select current_district()));
drop policy if exists org_units_registers_own on org_units;
create policy org_units_registers_own on org_units for insert to wuye_street
    with check (district_code = (select current_district())
                and (street_code = (select current_street()) or exists (select from estates e where e.district_code = org_units.district_code and e.id = org_units.estate_id)));
drop policy if exists org_units_changes_own on org_units;
create policy org_units_changes_own on org_units for update to wuye_street
    using (district_code = (select current_district())
           and (street_code = (select current_street()) or exists (select from estates e where e.district_code = org_units.district_code and e.id = org_units.estate_id)));

reset role;
