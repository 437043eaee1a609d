-- What the law asks for is no secret.
set role wuye_owner;

revoke all on vote_rules from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on vote_rules to wuye_member, wuye_worker;

drop policy if exists vote_rules_read on vote_rules;
create policy vote_rules_read on vote_rules for select to wuye_member, wuye_worker
    using (true);

reset role;
