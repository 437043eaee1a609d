-- The authorities, the firms and the platform see which quarters were counted. Nobody writes here: functions do.
set role wuye_owner;

revoke all on ranking_snapshots from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on ranking_snapshots to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

drop policy if exists ranking_snapshots_read on ranking_snapshots;
create policy ranking_snapshots_read on ranking_snapshots for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = (select current_district()));

reset role;
