set role wuye_owner;

revoke all on refresh_families from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert, update (revoked_at, reuse_detected) on refresh_families to wuye_auth;
grant select, delete, update (revoked_at) on refresh_families to wuye_worker;

drop policy if exists refresh_families_auth on refresh_families;
create policy refresh_families_auth on refresh_families for all to wuye_auth
    using (true)
    with check (true);
drop policy if exists refresh_families_worker on refresh_families;
create policy refresh_families_worker on refresh_families for all to wuye_worker
    using (true)
    with check (true);

reset role;
