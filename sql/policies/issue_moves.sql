-- Moves of issues between states that are not yet in the tallies, read like those. Nobody writes here: the functions that move issues do, and issue_moves_fold() takes them.
set role wuye_owner;

revoke all on issue_moves from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on issue_moves to wuye_district, wuye_street, wuye_community, wuye_platform;

drop policy if exists issue_moves_district on issue_moves;
create policy issue_moves_district on issue_moves for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists issue_moves_street on issue_moves;
create policy issue_moves_street on issue_moves for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists issue_moves_community on issue_moves;
create policy issue_moves_community on issue_moves for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));

reset role;
