-- Whoever sees the contract; street and district keep the case.
set role wuye_owner;

revoke all on removal_cases from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on removal_cases to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert, update on removal_cases to wuye_district, wuye_street;

drop policy if exists removal_cases_seen on removal_cases;
create policy removal_cases_seen on removal_cases for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = (select current_district()) and exists (select from contracts c where c.district_code = removal_cases.district_code and c.id = removal_cases.contract_id));

drop policy if exists removal_cases_opened on removal_cases;
create policy removal_cases_opened on removal_cases for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()) and exists (select from contracts c where c.district_code = removal_cases.district_code and c.id = removal_cases.contract_id) and opened_by = (select current_user_id()));

drop policy if exists removal_cases_kept on removal_cases;
create policy removal_cases_kept on removal_cases for update to wuye_district, wuye_street
    using (district_code = (select current_district()) and exists (select from contracts c where c.district_code = removal_cases.district_code and c.id = removal_cases.contract_id));

reset role;
