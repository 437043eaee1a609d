-- The district sees all; a street its own from the completion on, and everybody's once they are published. Nobody writes here: the functions of body_assessments.sql do.
set role wuye_owner;

revoke all on body_assessment_results from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on body_assessment_results to wuye_district, wuye_street;

drop policy if exists body_assessment_results_district on body_assessment_results;
create policy body_assessment_results_district on body_assessment_results for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists body_assessment_results_street on body_assessment_results;
create policy body_assessment_results_street on body_assessment_results for select to wuye_street
    using (district_code = (select current_district()) and (street_code = (select current_street()) and exists (select from body_assessments a where a.district_code = body_assessment_results.district_code and a.id = body_assessment_results.assessment_id)
        or exists (select from body_assessments a where a.district_code = body_assessment_results.district_code and a.id = body_assessment_results.assessment_id and a.state in ('published', 'superseded'))));

reset role;
