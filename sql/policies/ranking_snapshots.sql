-- The authorities and the platform see which quarters were counted, firms those that are published, not by whom. Nobody writes here: functions do.
set role wuye_owner;

revoke all on ranking_snapshots from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on ranking_snapshots to wuye_district, wuye_street, wuye_community, wuye_platform;
grant select (district_code, id, list, quarter, first_day, next_day, revision, reason, method, counted_at, complaints, estates, listed, inputs_hash, frozen_at, published_at, version, updated_at)
    on ranking_snapshots to wuye_company;

drop policy if exists ranking_snapshots_read on ranking_snapshots;
create policy ranking_snapshots_read on ranking_snapshots for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists ranking_snapshots_company on ranking_snapshots;
create policy ranking_snapshots_company on ranking_snapshots for select to wuye_company
    using (district_code = (select current_district()) and published_at is not null);

reset role;
