-- The authorities and the platform see every estate's place. Nobody writes here: functions do.
set role wuye_owner;

revoke all on ranking_rows from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on ranking_rows to wuye_district, wuye_street, wuye_community, wuye_platform;

drop policy if exists ranking_rows_read on ranking_rows;
create policy ranking_rows_read on ranking_rows for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (district_code = (select current_district()));

reset role;
