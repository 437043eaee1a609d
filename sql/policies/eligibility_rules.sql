-- The common ones ('*') and the district's own are known to everyone who may ask whether a firm may bid; the district sets its own.
set role wuye_owner;

revoke all on eligibility_rules from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on eligibility_rules to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert, update on eligibility_rules to wuye_district;

drop policy if exists eligibility_rules_read on eligibility_rules;
create policy eligibility_rules_read on eligibility_rules for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code in ((select current_district()), '*'));
drop policy if exists eligibility_rules_sets on eligibility_rules;
create policy eligibility_rules_sets on eligibility_rules for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists eligibility_rules_changes on eligibility_rules;
create policy eligibility_rules_changes on eligibility_rules for update to wuye_district
    using (district_code = (select current_district()));

reset role;
