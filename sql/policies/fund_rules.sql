-- The common ones ('*') and the district's own, for whoever drafts or proposes; the district sets its own.
set role wuye_owner;

revoke all on fund_rules from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on fund_rules to wuye_district, wuye_street, wuye_platform;
grant insert, update on fund_rules to wuye_district;

drop policy if exists fund_rules_read on fund_rules;
create policy fund_rules_read on fund_rules for select to wuye_district, wuye_street, wuye_platform
    using (district_code in ((select current_district()), '*'));

drop policy if exists fund_rules_sets on fund_rules;
create policy fund_rules_sets on fund_rules for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists fund_rules_changes on fund_rules;
create policy fund_rules_changes on fund_rules for update to wuye_district
    using (district_code = (select current_district()));

reset role;
