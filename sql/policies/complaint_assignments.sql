-- Whoever sees the complaint sees whose hands it is in; a firm, when it is its own.
set role wuye_owner;

revoke all on complaint_assignments from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert on complaint_assignments to wuye_district, wuye_street;
grant select on complaint_assignments to wuye_community;
grant select (district_code, id, complaint_id, unit_kind, firm_id, receiver, handler, designated, assigned_at) on complaint_assignments to wuye_company;

drop policy if exists complaint_assignments_seen on complaint_assignments;
create policy complaint_assignments_seen on complaint_assignments for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
           and exists (select from complaints c where c.district_code = complaint_assignments.district_code and c.id = complaint_assignments.complaint_id));
drop policy if exists complaint_assignments_company on complaint_assignments;
create policy complaint_assignments_company on complaint_assignments for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm())
           and exists (select from complaints c where c.district_code = complaint_assignments.district_code and c.id = complaint_assignments.complaint_id));
drop policy if exists complaint_assignments_made on complaint_assignments;
create policy complaint_assignments_made on complaint_assignments for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()) and assigned_by = (select current_user_id())
                and exists (select from complaints c where c.district_code = complaint_assignments.district_code and c.id = complaint_assignments.complaint_id));

reset role;
