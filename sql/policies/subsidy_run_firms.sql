-- Leg 2: a street reads what its firms get, a firm what it gets itself, once that is assessed.
set role wuye_owner;

revoke all on subsidy_run_firms from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on subsidy_run_firms to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

drop policy if exists subsidy_run_firms_all on subsidy_run_firms;
create policy subsidy_run_firms_all on subsidy_run_firms for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists subsidy_run_firms_street on subsidy_run_firms;
create policy subsidy_run_firms_street on subsidy_run_firms for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists subsidy_run_firms_company on subsidy_run_firms;
create policy subsidy_run_firms_company on subsidy_run_firms for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()) and paid_amount is not null);

reset role;
