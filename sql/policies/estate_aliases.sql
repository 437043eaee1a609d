-- As the estate they name.
set role wuye_owner;

revoke all on estate_aliases from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on estate_aliases to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant insert, update on estate_aliases to wuye_district, wuye_street;

drop policy if exists estate_aliases_district on estate_aliases;
create policy estate_aliases_district on estate_aliases for select to wuye_district, wuye_hotline, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists estate_aliases_area on estate_aliases;
create policy estate_aliases_area on estate_aliases for select to wuye_street, wuye_community, wuye_company
    using (district_code = (select current_district()) and exists (select from estates e where e.district_code = estate_aliases.district_code and e.id = estate_aliases.estate_id));

drop policy if exists estate_aliases_registers on estate_aliases;
create policy estate_aliases_registers on estate_aliases for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()) and exists (select from estates e where e.district_code = estate_aliases.district_code and e.id = estate_aliases.estate_id));
drop policy if exists estate_aliases_changes on estate_aliases;
create policy estate_aliases_changes on estate_aliases for update to wuye_district, wuye_street
    using (district_code = (select current_district()) and exists (select from estates e where e.district_code = estate_aliases.district_code and e.id = estate_aliases.estate_id));

reset role;
