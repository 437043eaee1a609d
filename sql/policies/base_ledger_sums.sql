-- What is kept of them: read and written by functions that run as the owner; the worker has them made.
set role wuye_owner;

revoke all on base_ledger_sums from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

drop policy if exists base_ledger_sums_district on base_ledger_sums;
create policy base_ledger_sums_district on base_ledger_sums for select to wuye_district
    using (district_code = (select current_district()));

reset role;
