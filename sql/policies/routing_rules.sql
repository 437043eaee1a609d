-- The common ones ('*') and the district's own; the district sets its own. A firm is not told how matters are routed.
set role wuye_owner;

revoke all on routing_rules from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on routing_rules to wuye_district, wuye_street, wuye_community;
grant insert, update on routing_rules to wuye_district;

drop policy if exists routing_rules_read on routing_rules;
create policy routing_rules_read on routing_rules for select to wuye_district, wuye_street, wuye_community
    using (district_code in ((select current_district()), '*'));
drop policy if exists routing_rules_sets on routing_rules;
create policy routing_rules_sets on routing_rules for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists routing_rules_changes on routing_rules;
create policy routing_rules_changes on routing_rules for update to wuye_district
    using (district_code = (select current_district()));

reset role;
