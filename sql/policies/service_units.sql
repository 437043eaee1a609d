-- A district's bundles are no secret to its authorities; a firm bids for them.
set role wuye_owner;

revoke all on service_units from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on service_units to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert on service_units to wuye_district, wuye_street;

drop policy if exists service_units_seen on service_units;
create policy service_units_seen on service_units for select to wuye_district, wuye_company, wuye_platform
    using (district_code = (select current_district()));

drop policy if exists service_units_area on service_units;
create policy service_units_area on service_units for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and exists (select from service_unit_estates m where m.district_code = service_units.district_code and m.service_unit_id = service_units.id));

drop policy if exists service_units_made on service_units;
create policy service_units_made on service_units for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()) and created_by = (select current_user_id()));

reset role;
