-- The same for every district.
set role wuye_owner;

revoke all on campaign_templates from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on campaign_templates to wuye_district, wuye_street, wuye_community, wuye_platform;

drop policy if exists campaign_templates_read on campaign_templates;
create policy campaign_templates_read on campaign_templates for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (true);

reset role;
