-- Whoever sees the report. Nobody writes here: the functions of reporting_duties.sql do.
set role wuye_owner;

revoke all on due_report_decisions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on due_report_decisions to wuye_district, wuye_street, wuye_community, wuye_company;

drop policy if exists due_report_decisions_district on due_report_decisions;
create policy due_report_decisions_district on due_report_decisions for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists due_report_decisions_own on due_report_decisions;
create policy due_report_decisions_own on due_report_decisions for select to wuye_street, wuye_community, wuye_company
    using (district_code = (select current_district())
        and exists (select from due_reports r where r.district_code = due_report_decisions.district_code and r.id = due_report_decisions.report_id));

reset role;
