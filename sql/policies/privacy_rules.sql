-- The common ones ('*') and the district's own bind whoever may look at personal data, and they read them; the district sets its own.
set role wuye_owner;

revoke all on privacy_rules from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on privacy_rules to wuye_district, wuye_street, wuye_community;
grant insert, update on privacy_rules to wuye_district;

drop policy if exists privacy_rules_read on privacy_rules;
create policy privacy_rules_read on privacy_rules for select to wuye_district, wuye_street, wuye_community
    using (district_code in ((select current_district()), '*'));
drop policy if exists privacy_rules_sets on privacy_rules;
create policy privacy_rules_sets on privacy_rules for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists privacy_rules_changes on privacy_rules;
create policy privacy_rules_changes on privacy_rules for update to wuye_district
    using (district_code = (select current_district()));

reset role;
