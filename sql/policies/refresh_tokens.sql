set role wuye_owner;

revoke all on refresh_tokens from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert, update (used_at) on refresh_tokens to wuye_auth;
grant select, delete, update (used_at) on refresh_tokens to wuye_worker;

drop policy if exists refresh_tokens_auth on refresh_tokens;
create policy refresh_tokens_auth on refresh_tokens for all to wuye_auth
    using (true)
    with check (true);
drop policy if exists refresh_tokens_worker on refresh_tokens;
create policy refresh_tokens_worker on refresh_tokens for all to wuye_worker
    using (true)
    with check (true);

reset role;
