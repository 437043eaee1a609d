-- Authorities of the district see all records of firms, their projects and their people; members of committees only those of their own area; a firm what is its own, once it was told; the platform what is in force.
set role wuye_owner;

revoke all on credit_records from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on credit_records to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert, update on credit_records to wuye_district, wuye_street, wuye_community, wuye_company;
grant insert, select on credit_records to wuye_hotline;

drop policy if exists credit_records_district on credit_records;
create policy credit_records_district on credit_records for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists credit_records_street on credit_records;
create policy credit_records_street on credit_records for select to wuye_street
    using (district_code = (select current_district()) and (subject_kind <> 'committee_member' or street_code = (select current_street())));
drop policy if exists credit_records_community on credit_records;
create policy credit_records_community on credit_records for select to wuye_community
    using (district_code = (select current_district()) and (subject_kind <> 'committee_member' or community_code = (select current_community())));
drop policy if exists credit_records_company on credit_records;
create policy credit_records_company on credit_records for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()) and (state not in ('lead', 'proposed', 'confirmed', 'dismissed') or proposed_role = 'company'));
drop policy if exists credit_records_hotline on credit_records;
create policy credit_records_hotline on credit_records for select to wuye_hotline
    using (district_code = (select current_district()) and proposed_by = (select current_user_id()));
drop policy if exists credit_records_platform on credit_records;
create policy credit_records_platform on credit_records for select to wuye_platform
    using (district_code = (select current_district()) and subject_kind in ('firm', 'project') and state in ('notified', 'effective', 'repair_applied', 'repaired'));
drop policy if exists credit_records_made on credit_records;
create policy credit_records_made on credit_records for insert to wuye_district, wuye_street, wuye_community, wuye_hotline
    with check (district_code = (select current_district()) and proposed_by = (select current_user_id()));
drop policy if exists credit_records_made_own on credit_records;
create policy credit_records_made_own on credit_records for insert to wuye_company
    with check (district_code = (select current_district()) and firm_id = (select current_firm()) and category <> 'bad' and proposed_by = (select current_user_id()));
drop policy if exists credit_records_moves on credit_records;
create policy credit_records_moves on credit_records for update to wuye_district
    using (district_code = (select current_district()));
drop policy if exists credit_records_moves_street on credit_records;
create policy credit_records_moves_street on credit_records for update to wuye_street
    using (district_code = (select current_district()) and state = 'lead')
    with check (district_code = (select current_district()));
drop policy if exists credit_records_moves_own on credit_records;
create policy credit_records_moves_own on credit_records for update to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()) and state in ('notified', 'effective'))
    with check (district_code = (select current_district()) and firm_id = (select current_firm()));

reset role;
