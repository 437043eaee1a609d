-- Only the token endpoint asks.
set role wuye_owner;

revoke all on auth_limits from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on auth_limits to wuye_auth;

drop policy if exists auth_limits_auth on auth_limits;
create policy auth_limits_auth on auth_limits for select to wuye_auth
    using (true);

reset role;
