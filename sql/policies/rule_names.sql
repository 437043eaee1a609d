-- What there is to be set, and between which bounds, is no secret.
set role wuye_owner;

revoke all on rule_names from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on rule_names to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

drop policy if exists rule_names_read on rule_names;
create policy rule_names_read on rule_names for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform
    using (true);

reset role;
