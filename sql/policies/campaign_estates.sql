-- The district and the city platform see all, a street or a community those of its area once the campaign is open. Nobody writes here: the functions of campaigns.sql do.
set role wuye_owner;

revoke all on campaign_estates from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on campaign_estates to wuye_district, wuye_street, wuye_community, wuye_platform;

drop policy if exists campaign_estates_district on campaign_estates;
create policy campaign_estates_district on campaign_estates for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists campaign_estates_street on campaign_estates;
create policy campaign_estates_street on campaign_estates for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street())
        and exists (select from campaigns c where c.district_code = campaign_estates.district_code and c.id = campaign_estates.campaign_id));
drop policy if exists campaign_estates_community on campaign_estates;
create policy campaign_estates_community on campaign_estates for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community())
        and exists (select from campaigns c where c.district_code = campaign_estates.district_code and c.id = campaign_estates.campaign_id));

reset role;
