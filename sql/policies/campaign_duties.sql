-- The district sees all, a street what it and its communities owe, a community its own. Nobody writes here: the functions of campaign_duties.sql do.
set role wuye_owner;

revoke all on campaign_duties from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on campaign_duties to wuye_district, wuye_street, wuye_community;

drop policy if exists campaign_duties_district on campaign_duties;
create policy campaign_duties_district on campaign_duties for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists campaign_duties_street on campaign_duties;
create policy campaign_duties_street on campaign_duties for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists campaign_duties_community on campaign_duties;
create policy campaign_duties_community on campaign_duties for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));

reset role;
