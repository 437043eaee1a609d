-- The district sees every meeting, a street its own and those that it takes part in, a community those that it takes part in. Nobody writes here: the functions of meetings.sql do.
set role wuye_owner;

revoke all on meetings from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on meetings to wuye_district, wuye_street, wuye_community;

drop policy if exists meetings_district on meetings;
create policy meetings_district on meetings for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists meetings_street on meetings;
create policy meetings_street on meetings for select to wuye_street
    using (district_code = (select current_district()) and (street_code = (select current_street()) or (select current_street()) = any (street_codes)));
drop policy if exists meetings_community on meetings;
create policy meetings_community on meetings for select to wuye_community
    using (district_code = (select current_district()) and (select current_community()) = any (community_codes));

reset role;
