-- For authorities, street and community in their own area as it is now. Nobody writes here: the functions of committee_decisions.sql do.
set role wuye_owner;

revoke all on committee_decisions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on committee_decisions to wuye_district, wuye_street, wuye_community;

drop policy if exists committee_decisions_district on committee_decisions;
create policy committee_decisions_district on committee_decisions for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists committee_decisions_area on committee_decisions;
create policy committee_decisions_area on committee_decisions for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and exists (select from estates e where e.district_code = committee_decisions.district_code and e.id = committee_decisions.estate_id
        and e.street_code = (select current_street()) and coalesce(e.community_code = (select current_community()), true)));

reset role;
