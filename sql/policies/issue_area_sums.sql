-- Counts of issues by area: the district and the city platform read all, a street or a community those of its own. Nobody writes here: issue_moves_fold() does.
set role wuye_owner;

revoke all on issue_area_sums from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on issue_area_sums to wuye_district, wuye_street, wuye_community, wuye_platform;

drop policy if exists issue_area_sums_district on issue_area_sums;
create policy issue_area_sums_district on issue_area_sums for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists issue_area_sums_street on issue_area_sums;
create policy issue_area_sums_street on issue_area_sums for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists issue_area_sums_community on issue_area_sums;
create policy issue_area_sums_community on issue_area_sums for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));

reset role;
