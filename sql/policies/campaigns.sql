-- The district sees its own; streets, communities and the city platform what was opened. Nobody writes here: the functions of campaigns.sql do.
set role wuye_owner;

revoke all on campaigns from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on campaigns to wuye_district, wuye_street, wuye_community, wuye_platform;

drop policy if exists campaigns_district on campaigns;
create policy campaigns_district on campaigns for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists campaigns_opened on campaigns;
create policy campaigns_opened on campaigns for select to wuye_street, wuye_community, wuye_platform
    using (district_code = (select current_district()) and state in ('open', 'closed'));

reset role;
