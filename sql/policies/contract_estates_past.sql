-- As what contracts cover now.
set role wuye_owner;

revoke all on contract_estates_past from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on contract_estates_past to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert on contract_estates_past to wuye_district, wuye_street, wuye_company;

drop policy if exists contract_estates_past_district on contract_estates_past;
create policy contract_estates_past_district on contract_estates_past for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists contract_estates_past_area on contract_estates_past;
create policy contract_estates_past_area on contract_estates_past for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and exists (select from estates e where e.district_code = contract_estates_past.district_code and e.id = contract_estates_past.estate_id));
drop policy if exists contract_estates_past_company on contract_estates_past;
create policy contract_estates_past_company on contract_estates_past for select to wuye_company
    using (district_code = (select current_district()) and exists (select from contracts c where c.district_code = contract_estates_past.district_code and c.id = contract_estates_past.contract_id));
drop policy if exists contract_estates_past_kept on contract_estates_past;
create policy contract_estates_past_kept on contract_estates_past for insert to wuye_district, wuye_street, wuye_company
    with check (district_code = (select current_district()));

reset role;
