-- Sums of tallies: the district and the city platform read all, a street those of its area; a community has tallies alone. Nobody writes here: issue_moves_fold() does.
set role wuye_owner;

revoke all on issue_sums from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on issue_sums to wuye_district, wuye_street, wuye_platform;

drop policy if exists issue_sums_district on issue_sums;
create policy issue_sums_district on issue_sums for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists issue_sums_street on issue_sums;
create policy issue_sums_street on issue_sums for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));

reset role;
