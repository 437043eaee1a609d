-- Whoever sees the contract; a firm learns of what was decided.
set role wuye_owner;

revoke all on contract_violations from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on contract_violations to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert on contract_violations to wuye_district, wuye_street;
grant update on contract_violations to wuye_district;

drop policy if exists contract_violations_seen on contract_violations;
create policy contract_violations_seen on contract_violations for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (district_code = (select current_district()) and exists (select from contracts c where c.district_code = contract_violations.district_code and c.id = contract_violations.contract_id));

drop policy if exists contract_violations_company on contract_violations;
create policy contract_violations_company on contract_violations for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()) and state = 'confirmed');

drop policy if exists contract_violations_proposed on contract_violations;
create policy contract_violations_proposed on contract_violations for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()) and exists (select from contracts c where c.district_code = contract_violations.district_code and c.id = contract_violations.contract_id) and proposed_by = (select current_user_id()) and state = 'proposed');

drop policy if exists contract_violations_decided on contract_violations;
create policy contract_violations_decided on contract_violations for update to wuye_district
    using (district_code = (select current_district()));

reset role;
