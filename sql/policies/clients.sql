-- The token endpoint finds whoever calls; the district sees its clients, never a secret's digest or seal.
set role wuye_owner;

revoke all on clients from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on clients to wuye_auth;
grant select (district_code, id, name, role, state, version, created_at, updated_at) on clients to wuye_district;

drop policy if exists clients_auth on clients;
create policy clients_auth on clients for select to wuye_auth
    using (true);
drop policy if exists clients_district on clients;
create policy clients_district on clients for select to wuye_district
    using (district_code = (select current_district()));

reset role;
