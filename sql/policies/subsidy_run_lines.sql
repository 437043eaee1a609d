-- A community and a firm read what leg 2 makes of their estates, once their street has assessed it; what leg 1 alone says is not theirs.
set role wuye_owner;

revoke all on subsidy_run_lines from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on subsidy_run_lines to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

drop policy if exists subsidy_run_lines_all on subsidy_run_lines;
create policy subsidy_run_lines_all on subsidy_run_lines for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists subsidy_run_lines_street on subsidy_run_lines;
create policy subsidy_run_lines_street on subsidy_run_lines for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists subsidy_run_lines_community on subsidy_run_lines;
create policy subsidy_run_lines_community on subsidy_run_lines for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()) and paid_amount is not null);
drop policy if exists subsidy_run_lines_company on subsidy_run_lines;
create policy subsidy_run_lines_company on subsidy_run_lines for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()) and paid_amount is not null);

reset role;
