-- As the contracts they were.
set role wuye_owner;

revoke all on contracts_past from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on contracts_past to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert on contracts_past to wuye_district, wuye_street, wuye_company;

drop policy if exists contracts_past_district on contracts_past;
create policy contracts_past_district on contracts_past for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists contracts_past_area on contracts_past;
create policy contracts_past_area on contracts_past for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and exists (select from contract_estates ce where ce.district_code = contracts_past.district_code and ce.contract_id = contracts_past.id));
drop policy if exists contracts_past_company on contracts_past;
create policy contracts_past_company on contracts_past for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));
drop policy if exists contracts_past_kept on contracts_past;
create policy contracts_past_kept on contracts_past for insert to wuye_district, wuye_street, wuye_company
    with check (district_code = (select current_district()));

reset role;
