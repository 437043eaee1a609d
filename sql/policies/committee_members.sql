-- Names of people: for authorities, street and community in their own area. Nobody writes here: the functions of committee_members.sql do.
set role wuye_owner;

revoke all on committee_members from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on committee_members to wuye_district, wuye_street, wuye_community;

drop policy if exists committee_members_district on committee_members;
create policy committee_members_district on committee_members for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists committee_members_area on committee_members;
create policy committee_members_area on committee_members for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and exists (select from owners_committees c join estates e on e.district_code = c.district_code and e.id = c.estate_id
        where c.district_code = committee_members.district_code and c.id = committee_members.committee_id
          and e.street_code = (select current_street()) and coalesce(e.community_code = (select current_community()), true)));
drop policy if exists committee_members_made on committee_members;
drop policy if exists committee_members_changes on committee_members;
drop policy if exists committee_members_changes_area on committee_members;

reset role;
