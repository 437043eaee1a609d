-- A street or community sees the contracts of its estates, a firm its own. What a street or a firm writes is not in force: filing is the district's.
-- Which moves there are says contract_transitions; a street that moves one has all its estates (contract_move).
set role wuye_owner;

revoke all on contracts from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on contracts to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert, update on contracts to wuye_district, wuye_street, wuye_company;

drop policy if exists contracts_district on contracts;
create policy contracts_district on contracts for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists contracts_area on contracts;
create policy contracts_area on contracts for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and exists (select from contract_estates ce where ce.district_code = contracts.district_code and ce.contract_id = contracts.id));
drop policy if exists contracts_company on contracts;
create policy contracts_company on contracts for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));

drop policy if exists contracts_drafted on contracts;
create policy contracts_drafted on contracts for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()) and not in_force);
drop policy if exists contracts_drafted_own on contracts;
create policy contracts_drafted_own on contracts for insert to wuye_company
    with check (district_code = (select current_district()) and not in_force and firm_id = (select current_firm()));
drop policy if exists contracts_moved on contracts;
create policy contracts_moved on contracts for update to wuye_district
    using (district_code = (select current_district()));
drop policy if exists contracts_moved_area on contracts;
create policy contracts_moved_area on contracts for update to wuye_street
    using (district_code = (select current_district()) and exists (select from contract_estates ce where ce.district_code = contracts.district_code and ce.contract_id = contracts.id))
    with check (district_code = (select current_district()));
drop policy if exists contracts_moved_own on contracts;
create policy contracts_moved_own on contracts for update to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()) and not in_force);
drop policy if exists contracts_registers on contracts;
create policy contracts_registers on contracts for insert to wuye_district
    with check (district_code = (select current_district()));

reset role;
