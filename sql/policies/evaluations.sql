-- Authorities see all of their district, street and community write for their own area; a firm sees its own once confirmed.
set role wuye_owner;

revoke all on evaluations from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on evaluations to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert, update on evaluations to wuye_district, wuye_street, wuye_community;

drop policy if exists evaluations_area on evaluations;
create policy evaluations_area on evaluations for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district()));
drop policy if exists evaluations_company on evaluations;
create policy evaluations_company on evaluations for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()) and state = 'confirmed');
drop policy if exists evaluations_platform on evaluations;
create policy evaluations_platform on evaluations for select to wuye_platform
    using (district_code = (select current_district()) and state = 'confirmed');
drop policy if exists evaluations_made on evaluations;
create policy evaluations_made on evaluations for insert to wuye_district, wuye_street, wuye_community
    with check (district_code = (select current_district()) and submitted_by = (select current_user_id()) and coalesce(street_code = (select current_street()), (select current_street()) is null)
        and coalesce(community_code = (select current_community()), (select current_community()) is null));
drop policy if exists evaluations_changes on evaluations;
create policy evaluations_changes on evaluations for update to wuye_district
    using (district_code = (select current_district()));
drop policy if exists evaluations_changes_area on evaluations;
create policy evaluations_changes_area on evaluations for update to wuye_street, wuye_community
    using (district_code = (select current_district()) and submitted_by = (select current_user_id()));
-- What a street decides on, of its own area.
drop policy if exists evaluations_decided on evaluations;
create policy evaluations_decided on evaluations for update to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street())
        and (kind, assessor) in (select d.kind, d.assessor from evaluation_deciders d where d.role = 'street'));

reset role;
