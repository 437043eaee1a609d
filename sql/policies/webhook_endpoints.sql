-- The district keeps its clients' endpoints, and never reads a secret; the worker reads what it needs to send, and keeps the lease.
set role wuye_owner;

revoke all on webhook_endpoints from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select (district_code, id, client_id, url, state, disabled_reason, secret_1_live, secret_2_live, version, created_at, updated_at) on webhook_endpoints to wuye_district;
grant insert (district_code, id, client_id, url, secret_1, secret_1_key, created_at, updated_at) on webhook_endpoints to wuye_district;
grant update (url, state, disabled_reason, secret_1, secret_1_key, secret_2, secret_2_key, version, updated_at) on webhook_endpoints to wuye_district;
grant select on webhook_endpoints to wuye_worker;
grant update (state, disabled_reason, lease, leased_until, version, updated_at) on webhook_endpoints to wuye_worker;

drop policy if exists webhook_endpoints_district on webhook_endpoints;
create policy webhook_endpoints_district on webhook_endpoints for all to wuye_district
    using (district_code = (select current_district()))
    with check (district_code = (select current_district()));
drop policy if exists webhook_endpoints_worker on webhook_endpoints;
create policy webhook_endpoints_worker on webhook_endpoints for all to wuye_worker using (true) with check (true);

reset role;
