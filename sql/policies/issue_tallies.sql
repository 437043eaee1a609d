-- No role is granted anything: counts are read through what puts them together. Were one granted, it would be its own district's.
set role wuye_owner;

revoke all on issue_tallies from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
drop policy if exists issue_tallies_district on issue_tallies;
create policy issue_tallies_district on issue_tallies for select to wuye_district
    using (district_code = (select current_district()));

reset role;
