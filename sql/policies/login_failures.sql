set role wuye_owner;

revoke all on login_failures from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert, update, delete on login_failures to wuye_auth;
grant select, delete, update (locked_until) on login_failures to wuye_worker;

drop policy if exists login_failures_auth on login_failures;
create policy login_failures_auth on login_failures for all to wuye_auth
    using (true)
    with check (true);
drop policy if exists login_failures_worker on login_failures;
create policy login_failures_worker on login_failures for all to wuye_worker
    using (true)
    with check (true);

reset role;
