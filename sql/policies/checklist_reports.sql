-- A street reports for itself, the district for any street. The city platform reads what is done, not the notes.
set role wuye_owner;

revoke all on checklist_reports from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on checklist_reports to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, checklist_code, item_code, street_code, done, done_on, by_role, reported_at) on checklist_reports to wuye_platform;
grant insert on checklist_reports to wuye_district, wuye_street;

drop policy if exists checklist_reports_district on checklist_reports;
create policy checklist_reports_district on checklist_reports for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists checklist_reports_street on checklist_reports;
create policy checklist_reports_street on checklist_reports for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists checklist_reports_made on checklist_reports;
create policy checklist_reports_made on checklist_reports for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists checklist_reports_made_own on checklist_reports;
create policy checklist_reports_made_own on checklist_reports for insert to wuye_street
    with check (district_code = (select current_district()) and street_code = (select current_street()));

reset role;
