-- Street and district propose, the district decides; those it is about do not read it here.
set role wuye_owner;

revoke all on accountability_records from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert on accountability_records to wuye_district, wuye_street;
grant update on accountability_records to wuye_district;

drop policy if exists accountability_records_seen on accountability_records;
-- offset 0: by the complaint's key, as in complaint_events.
create policy accountability_records_seen on accountability_records for select to wuye_district, wuye_street
    using (district_code = (select current_district())
           and exists (select from complaints o where o.district_code = accountability_records.district_code and o.id = accountability_records.complaint_id offset 0));
drop policy if exists accountability_records_proposed on accountability_records;
create policy accountability_records_proposed on accountability_records for insert to wuye_district, wuye_street
    with check (district_code = (select current_district())
           and exists (select from complaints o where o.district_code = accountability_records.district_code and o.id = accountability_records.complaint_id)
           and proposed_by = (select current_user_id()) and state = 'proposed');
drop policy if exists accountability_records_decided on accountability_records;
create policy accountability_records_decided on accountability_records for update to wuye_district
    using (district_code = (select current_district()));

reset role;
