-- The district sees every daily check, a street those of its area, a community those of its own. Nobody writes here: the functions of daily_checks.sql do.
set role wuye_owner;

revoke all on daily_checks from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on daily_checks to wuye_district, wuye_street, wuye_community;

drop policy if exists daily_checks_district on daily_checks;
create policy daily_checks_district on daily_checks for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists daily_checks_street on daily_checks;
create policy daily_checks_street on daily_checks for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists daily_checks_community on daily_checks;
create policy daily_checks_community on daily_checks for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));

reset role;
