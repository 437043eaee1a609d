-- A firm sees and makes its own, for estates that it serves; the street records what the units did; the city platform counts, and reads no text.
set role wuye_owner;

revoke all on three_forms from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on three_forms to wuye_district, wuye_street, wuye_community, wuye_company;
grant select (district_code, id, estate_id, firm_id, street_code, community_code, category, state, found_at, noticed_at, rectify_by, failed_at, settled_at, reported_at) on three_forms to wuye_platform;
grant insert on three_forms to wuye_company;
grant update (state, notice_no, noticed_at, notice, rectify_by, failed_at, settled_at, report_no, reported_at, report, units_asked, version, updated_at) on three_forms to wuye_company;
grant update (state, units_answered, version, updated_at) on three_forms to wuye_street;

drop policy if exists three_forms_district on three_forms;
create policy three_forms_district on three_forms for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists three_forms_street on three_forms;
create policy three_forms_street on three_forms for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists three_forms_community on three_forms;
create policy three_forms_community on three_forms for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));
drop policy if exists three_forms_company on three_forms;
create policy three_forms_company on three_forms for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));
drop policy if exists three_forms_made on three_forms;
create policy three_forms_made on three_forms for insert to wuye_company
    with check (district_code = (select current_district()) and firm_id = (select current_firm()) and created_by = (select current_user_id())
           and firm_serves(estate_id, (created_at at time zone 'Asia/Shanghai')::date));
drop policy if exists three_forms_moved on three_forms;
create policy three_forms_moved on three_forms for update to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));
drop policy if exists three_forms_answered on three_forms;
create policy three_forms_answered on three_forms for update to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));

reset role;
