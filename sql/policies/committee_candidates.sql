-- For authorities, street and community in their own area as it is now. Nobody writes here: the functions of committee_candidates.sql do.
set role wuye_owner;

revoke all on committee_candidates from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on committee_candidates to wuye_district, wuye_street, wuye_community;

drop policy if exists committee_candidates_district on committee_candidates;
create policy committee_candidates_district on committee_candidates for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists committee_candidates_area on committee_candidates;
create policy committee_candidates_area on committee_candidates for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and exists (select from estates e where e.district_code = committee_candidates.district_code and e.id = committee_candidates.estate_id
        and e.street_code = (select current_street()) and coalesce(e.community_code = (select current_community()), true)));

reset role;
