-- What was told is told to every authority. Written by target_snapshot_freeze() alone, and never changed.
set role wuye_owner;

revoke all on target_snapshots from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on target_snapshots to wuye_district, wuye_street, wuye_platform;

drop policy if exists target_snapshots_read on target_snapshots;
create policy target_snapshots_read on target_snapshots for select to wuye_district, wuye_street, wuye_platform
    using (district_code = (select current_district()));

reset role;
