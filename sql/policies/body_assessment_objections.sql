-- The district sees all, a street its own. Nobody writes here: the functions of body_assessments.sql do.
set role wuye_owner;

revoke all on body_assessment_objections from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on body_assessment_objections to wuye_district, wuye_street;

drop policy if exists body_assessment_objections_district on body_assessment_objections;
create policy body_assessment_objections_district on body_assessment_objections for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists body_assessment_objections_street on body_assessment_objections;
create policy body_assessment_objections_street on body_assessment_objections for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));

reset role;
