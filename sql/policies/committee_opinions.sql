-- Whoever reads the candidate reads what was said. Nobody writes here: the functions of committee_candidates.sql do.
set role wuye_owner;

revoke all on committee_opinions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on committee_opinions to wuye_district, wuye_street, wuye_community;

drop policy if exists committee_opinions_district on committee_opinions;
create policy committee_opinions_district on committee_opinions for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists committee_opinions_area on committee_opinions;
create policy committee_opinions_area on committee_opinions for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and exists (select from committee_candidates c where c.district_code = committee_opinions.district_code and c.id = committee_opinions.candidate_id));

reset role;
