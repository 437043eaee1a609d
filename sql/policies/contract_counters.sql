-- Numbers are given where contracts are filed.
set role wuye_owner;

revoke all on contract_counters from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert, update on contract_counters to wuye_district;

drop policy if exists contract_counters_district on contract_counters;
create policy contract_counters_district on contract_counters for all to wuye_district
    using (district_code = (select current_district()));

reset role;
