-- Whoever sees an inspection sees what it found; a firm and the city platform what is masked, and not what was taken back. Nobody writes here: finding_sync() does.
set role wuye_owner;

revoke all on findings from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on findings to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, inspection_id, revision, item_code, result, ledger, defect_list, defect_code, severity, complexity, place_masked, problem_masked, measure_masked, withdrawn,
    observed_at, issue_id, checked_issue_id, updated_at) on findings to wuye_company, wuye_platform;

drop policy if exists findings_read on findings;
create policy findings_read on findings for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
        and exists (select from inspections i where i.district_code = findings.district_code and i.id = findings.inspection_id));
drop policy if exists findings_standing on findings;
create policy findings_standing on findings for select to wuye_company, wuye_platform
    using (district_code = (select current_district()) and not withdrawn
        and exists (select from inspections i where i.district_code = findings.district_code and i.id = findings.inspection_id));

reset role;
