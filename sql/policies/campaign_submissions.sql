-- Whoever sees the duty. Nobody writes here: the functions of campaign_duties.sql do.
set role wuye_owner;

revoke all on campaign_submissions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on campaign_submissions to wuye_district, wuye_street, wuye_community;

drop policy if exists campaign_submissions_district on campaign_submissions;
create policy campaign_submissions_district on campaign_submissions for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists campaign_submissions_area on campaign_submissions;
create policy campaign_submissions_area on campaign_submissions for select to wuye_street, wuye_community
    using (district_code = (select current_district())
        and exists (select from campaign_duties d where d.district_code = campaign_submissions.district_code and d.id = campaign_submissions.duty_id));

reset role;
