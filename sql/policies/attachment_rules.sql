-- Numbers that whoever uploads is held to.
set role wuye_owner;

revoke all on attachment_rules from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on attachment_rules to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;

drop policy if exists attachment_rules_all on attachment_rules;
create policy attachment_rules_all on attachment_rules for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline
    using (district_code in ('*', (select current_district())));

reset role;
