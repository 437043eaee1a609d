-- The district sees all; a street why it has its own points, not others'. Who judged is told to nobody. Nobody writes here: the functions of body_assessments.sql do.
set role wuye_owner;

revoke all on body_assessment_judgements from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select (district_code, id, assessment_id, body_code, item_code, source, unit, score, reason, replaced, judged_at) on body_assessment_judgements to wuye_district, wuye_street;

drop policy if exists body_assessment_judgements_district on body_assessment_judgements;
create policy body_assessment_judgements_district on body_assessment_judgements for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists body_assessment_judgements_street on body_assessment_judgements;
create policy body_assessment_judgements_street on body_assessment_judgements for select to wuye_street
    using (district_code = (select current_district()) and body_code = (select current_street())
        and exists (select from body_assessments a where a.district_code = body_assessment_judgements.district_code and a.id = body_assessment_judgements.assessment_id));

reset role;
