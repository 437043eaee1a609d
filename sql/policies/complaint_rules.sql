-- Rules that whoever acts on a complaint is held to, or counts it by; the district sets its own.
set role wuye_owner;

revoke all on complaint_rules from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on complaint_rules to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant insert, update on complaint_rules to wuye_district;

drop policy if exists complaint_rules_all on complaint_rules;
create policy complaint_rules_all on complaint_rules for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform
    using (district_code in ('*', (select current_district())));
drop policy if exists complaint_rules_sets on complaint_rules;
create policy complaint_rules_sets on complaint_rules for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists complaint_rules_changes on complaint_rules;
create policy complaint_rules_changes on complaint_rules for update to wuye_district
    using (district_code = (select current_district()));

reset role;
