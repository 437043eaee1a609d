-- Known to everyone who may ask whether a firm may bid.
set role wuye_owner;

revoke all on eligibility_rules from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on eligibility_rules to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

drop policy if exists eligibility_rules_read on eligibility_rules;
create policy eligibility_rules_read on eligibility_rules for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform using (true);

reset role;
