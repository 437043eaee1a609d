set role wuye_owner;

revoke all on signing_keys from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on signing_keys to wuye_auth;

drop policy if exists signing_keys_auth on signing_keys;
create policy signing_keys_auth on signing_keys for select to wuye_auth
    using (true);

reset role;
