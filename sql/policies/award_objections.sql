-- For authorities, as the nomination; a firm reads its own alone, never who else objected.
set role wuye_owner;

revoke all on award_objections from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
-- Nothing is there for those without a policy; the view that everybody reads asks here.
grant select on award_objections to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists award_objections_district on award_objections;
create policy award_objections_district on award_objections for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists award_objections_area on award_objections;
create policy award_objections_area on award_objections for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and exists (select from award_nominations n where n.district_code = award_objections.district_code and n.id = award_objections.nomination_id));
drop policy if exists award_objections_company on award_objections;
create policy award_objections_company on award_objections for select to wuye_company
    using (district_code = (select current_district()) and raised_firm = (select current_firm()));

reset role;
