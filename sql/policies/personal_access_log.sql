-- Whoever looks appends who he is and why, not into a month that is closed, and may count his own of the day; the district reads all.
set role wuye_owner;

revoke all on personal_access_log from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant insert on personal_access_log to wuye_district, wuye_street, wuye_community;
grant select on personal_access_log to wuye_district;
grant select (district_code, at, user_id) on personal_access_log to wuye_street, wuye_community;

drop policy if exists personal_access_log_district on personal_access_log;
create policy personal_access_log_district on personal_access_log for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists personal_access_log_counted on personal_access_log;
create policy personal_access_log_counted on personal_access_log for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and user_id = (select current_user_id()));
drop policy if exists personal_access_log_own on personal_access_log;
create policy personal_access_log_own on personal_access_log for insert to wuye_district, wuye_street, wuye_community
    with check (district_code = (select current_district()) and user_id = (select current_user_id()) and at >= audit_open_from(district_code));

reset role;
