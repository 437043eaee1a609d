-- A street or community sees the contracts of its estates, a firm its own.
set role wuye_owner;

revoke all on contracts from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on contracts to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

drop policy if exists contracts_district on contracts;
create policy contracts_district on contracts for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists contracts_area on contracts;
create policy contracts_area on contracts for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and id in (select ce.contract_id from contract_estates ce));
drop policy if exists contracts_company on contracts;
create policy contracts_company on contracts for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));

reset role;
