-- A street reads the district's values and its own. Written by target_snapshot_freeze() alone, and never changed.
set role wuye_owner;

revoke all on target_snapshot_values from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on target_snapshot_values to wuye_district, wuye_street, wuye_platform;

drop policy if exists target_snapshot_values_district on target_snapshot_values;
create policy target_snapshot_values_district on target_snapshot_values for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists target_snapshot_values_street on target_snapshot_values;
create policy target_snapshot_values_street on target_snapshot_values for select to wuye_street
    using (district_code = (select current_district()) and coalesce(street_code = (select current_street()), true));

reset role;
