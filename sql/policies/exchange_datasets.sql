-- Which datasets there are is no secret.
set role wuye_owner;

revoke all on exchange_datasets from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on exchange_datasets to wuye_district, wuye_platform, wuye_worker;

drop policy if exists exchange_datasets_read on exchange_datasets;
create policy exchange_datasets_read on exchange_datasets for select to wuye_district, wuye_platform, wuye_worker
    using (true);

reset role;
