-- Everyone appends what he does, in his own name, and not into a month that is closed; the district reads. That a provider made or moved a person is noted where it happens.
set role wuye_owner;

revoke all on audit_log from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant insert on audit_log to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_auth;
grant select on audit_log to wuye_district;

drop policy if exists audit_log_district on audit_log;
create policy audit_log_district on audit_log for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists audit_log_own on audit_log;
create policy audit_log_own on audit_log for insert to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_auth
    with check (district_code = (select current_district()) and user_id = (select current_user_id()) and at >= audit_open_from(district_code));
drop policy if exists audit_log_vouched on audit_log;
create policy audit_log_vouched on audit_log for insert to wuye_auth
    with check (operation = 'vouchedPerson' and user_id is not null and at >= audit_open_from(district_code));

reset role;
