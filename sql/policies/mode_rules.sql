-- The common ones ('*') and the district's own are everyone's to read; the district sets its own.
set role wuye_owner;

revoke all on mode_rules from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on mode_rules to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant insert, update on mode_rules to wuye_district;

drop policy if exists mode_rules_read on mode_rules;
create policy mode_rules_read on mode_rules for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform
    using (district_code in ((select current_district()), '*'));
drop policy if exists mode_rules_sets on mode_rules;
create policy mode_rules_sets on mode_rules for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists mode_rules_changes on mode_rules;
create policy mode_rules_changes on mode_rules for update to wuye_district
    using (district_code = (select current_district()));

reset role;
