-- Whoever assesses or is assessed knows the schemes; what was published stays readable, for assessments name it. A draft is the district's alone, and it is all that can be written:
-- publishing and withdrawing are functions of the owner's.
set role wuye_owner;

revoke all on body_assessment_schemes from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on body_assessment_schemes to wuye_district, wuye_street;
grant insert on body_assessment_schemes to wuye_district;
grant update (title_zh, title_en, document, source, effective_from, written_by, version, updated_at) on body_assessment_schemes to wuye_district;

drop policy if exists body_assessment_schemes_given on body_assessment_schemes;
create policy body_assessment_schemes_given on body_assessment_schemes for select to wuye_district, wuye_street
    using (district_code = '*');
drop policy if exists body_assessment_schemes_district on body_assessment_schemes;
create policy body_assessment_schemes_district on body_assessment_schemes for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists body_assessment_schemes_published on body_assessment_schemes;
create policy body_assessment_schemes_published on body_assessment_schemes for select to wuye_street
    using (district_code = (select current_district()) and published_at is not null);
drop policy if exists body_assessment_schemes_drafts on body_assessment_schemes;
create policy body_assessment_schemes_drafts on body_assessment_schemes for insert to wuye_district
    with check (district_code = (select current_district()) and state = 'draft');
drop policy if exists body_assessment_schemes_changes on body_assessment_schemes;
create policy body_assessment_schemes_changes on body_assessment_schemes for update to wuye_district
    using (district_code = (select current_district()) and state = 'draft')
    with check (district_code = (select current_district()) and state = 'draft');

reset role;
