-- Every district's and one's own are no secret.
set role wuye_owner;

revoke all on removal_rules from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on removal_rules to wuye_member, wuye_worker;

drop policy if exists removal_rules_read on removal_rules;
create policy removal_rules_read on removal_rules for select to wuye_member, wuye_worker
    using (true);

reset role;
