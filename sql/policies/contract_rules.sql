-- Every district's and one's own are no secret.
set role wuye_owner;

revoke all on contract_rules from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on contract_rules to wuye_member, wuye_worker;

drop policy if exists contract_rules_read on contract_rules;
create policy contract_rules_read on contract_rules for select to wuye_member, wuye_worker
    using (true);

reset role;
