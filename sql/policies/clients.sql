-- The token endpoint finds whoever calls; the district keeps its clients, and writes secrets' digests and seals but never reads one.
set role wuye_owner;

revoke all on clients from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on clients to wuye_auth;
grant select (district_code, id, name, role, state, token_epoch, secret_1_live, secret_2_live, webhook_1_live, webhook_2_live, version, created_at, updated_at) on clients
    to wuye_district;
grant insert (district_code, id, name, role, secret_digest, created_at, updated_at) on clients to wuye_district;
grant update (secret_digest, secret_digest_2, webhook_secret, webhook_secret_key, webhook_secret_2, webhook_secret_2_key, state, token_epoch, version, updated_at) on clients
    to wuye_district;
grant select (district_code, id, state) on clients to wuye_worker;

drop policy if exists clients_auth on clients;
create policy clients_auth on clients for select to wuye_auth
    using (true);
drop policy if exists clients_district on clients;
create policy clients_district on clients for all to wuye_district
    using (district_code = (select current_district()));
drop policy if exists clients_worker on clients;
create policy clients_worker on clients for select to wuye_worker
    using (true);

reset role;
