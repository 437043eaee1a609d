-- Everyone meets the keys of his own requests only, also while the token endpoint's login changes his password. The worker purges: it may lock and delete.
set role wuye_owner;

revoke all on idempotency_keys from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert, update (tries, status, answer, location) on idempotency_keys to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_auth;
grant select (district_code, principal_id, operation, key, expires_at), delete, update (tries) on idempotency_keys to wuye_worker;

drop policy if exists idempotency_keys_own on idempotency_keys;
create policy idempotency_keys_own on idempotency_keys for all to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_auth
    using (district_code = (select current_district()) and principal_id = (select current_user_id()))
    with check (district_code = (select current_district()) and principal_id = (select current_user_id()));
drop policy if exists idempotency_keys_worker on idempotency_keys;
create policy idempotency_keys_worker on idempotency_keys for all to wuye_worker
    using (true)
    with check (true);

reset role;
