-- The district sees all; a street those of streets from their completion, all that were published. Nobody writes here: the functions of body_assessments.sql do.
set role wuye_owner;

revoke all on body_assessments from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on body_assessments to wuye_district, wuye_street;

drop policy if exists body_assessments_district on body_assessments;
create policy body_assessments_district on body_assessments for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists body_assessments_street on body_assessments;
create policy body_assessments_street on body_assessments for select to wuye_street
    using (district_code = (select current_district()) and (state in ('published', 'superseded') or completed_at is not null and body_kind = 'street'));

reset role;
