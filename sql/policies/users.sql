-- The token endpoint finds whoever signs in, before anyone is known, changes a password for its owner, and keeps whom another provider vouches for,
-- people alone. The district keeps all of its people, a street the people of its communities, a firm its own; none of them ever reads a password's digest.
set role wuye_owner;

revoke all on users from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on users to wuye_auth;
grant update (password_digest, token_epoch, version, updated_at) on users to wuye_auth;
grant select (district_code, id, name, display_name, role, street_code, community_code, firm_id, state, token_epoch, version, created_at, updated_at) on users
    to wuye_district, wuye_street, wuye_company;
grant insert (district_code, id, name, display_name, role, street_code, community_code, firm_id, password_digest, created_at, updated_at) on users
    to wuye_district, wuye_street, wuye_company;
grant update (display_name, street_code, community_code, firm_id, password_digest, state, token_epoch, version, updated_at) on users
    to wuye_district, wuye_street, wuye_company;
grant insert (district_code, id, name, display_name, role, street_code, community_code, firm_id, issuer, subject, vouched_at, created_at, updated_at),
    update (role, street_code, community_code, firm_id, display_name, vouched_at, token_epoch, version, updated_at) on users to wuye_auth;

drop policy if exists users_auth on users;
create policy users_auth on users for select to wuye_auth
    using (true);
drop policy if exists users_auth_changes on users;
create policy users_auth_changes on users for update to wuye_auth
    using (district_code = (select current_district()) and id = (select current_user_id()));
drop policy if exists users_vouched_new on users;
create policy users_vouched_new on users for insert to wuye_auth
    with check (issuer is not null and role in ('district', 'street', 'community', 'company'));
drop policy if exists users_vouched on users;
create policy users_vouched on users for update to wuye_auth
    using (issuer is not null)
    with check (issuer is not null and role in ('district', 'street', 'community', 'company'));
drop policy if exists users_district on users;
create policy users_district on users for all to wuye_district
    using (district_code = (select current_district()));
drop policy if exists users_street on users;
create policy users_street on users for all to wuye_street
    using (district_code = (select current_district()) and role = 'community' and street_code = (select current_street()));
drop policy if exists users_company on users;
create policy users_company on users for all to wuye_company
    using (district_code = (select current_district()) and role = 'company' and firm_id = (select current_firm()));

reset role;
