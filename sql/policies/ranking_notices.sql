-- The authorities and the platform see to whom a ranking went. Nobody writes here: functions do.
set role wuye_owner;

revoke all on ranking_notices from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on ranking_notices to wuye_district, wuye_street, wuye_community, wuye_platform;

drop policy if exists ranking_notices_read on ranking_notices;
create policy ranking_notices_read on ranking_notices for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (district_code = (select current_district()));

reset role;
