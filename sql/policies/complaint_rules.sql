-- Rules that whoever acts on a complaint is held to.
set role wuye_owner;

revoke all on complaint_rules from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on complaint_rules to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;

drop policy if exists complaint_rules_all on complaint_rules;
create policy complaint_rules_all on complaint_rules for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline
    using (district_code in ('*', (select current_district())));

reset role;
