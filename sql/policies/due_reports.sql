-- The district sees all, a street what it and its communities owe, a community and a firm their own. Nobody writes here: the functions of reporting_duties.sql do.
set role wuye_owner;

revoke all on due_reports from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on due_reports to wuye_district, wuye_street, wuye_community, wuye_company;

drop policy if exists due_reports_district on due_reports;
create policy due_reports_district on due_reports for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists due_reports_street on due_reports;
create policy due_reports_street on due_reports for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists due_reports_community on due_reports;
create policy due_reports_community on due_reports for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));
drop policy if exists due_reports_company on due_reports;
create policy due_reports_company on due_reports for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));

reset role;
