-- As the units.
set role wuye_owner;

revoke all on service_unit_estates from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on service_unit_estates to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert on service_unit_estates to wuye_district, wuye_street;

drop policy if exists service_unit_estates_seen on service_unit_estates;
create policy service_unit_estates_seen on service_unit_estates for select to wuye_district, wuye_company, wuye_platform
    using (district_code = (select current_district()));

drop policy if exists service_unit_estates_area on service_unit_estates;
create policy service_unit_estates_area on service_unit_estates for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and exists (select from estates e where e.district_code = service_unit_estates.district_code and e.id = service_unit_estates.estate_id));

drop policy if exists service_unit_estates_made on service_unit_estates;
create policy service_unit_estates_made on service_unit_estates for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()) and exists (select from estates e where e.district_code = service_unit_estates.district_code and e.id = service_unit_estates.estate_id));

reset role;
