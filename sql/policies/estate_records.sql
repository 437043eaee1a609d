-- As the estate they are of, for a firm those on file in the days of its contract. The hotline knows estates by code and name alone. Who keeps a thing or looks after a
-- grid cell is a person's name as a rule: neither a firm nor the city platform is granted it.
set role wuye_owner;

revoke all on estate_records from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on estate_records to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, estate_id, kind, title, category, reference, keeper_kind, dated_on, starts_on, ends_on, year, amount, lessor,
    lessee, consented_on, note, quantity, appraised, appraiser, supersedes, ended_at, end_reason, version, created_at, updated_at)
    on estate_records to wuye_company, wuye_platform;
grant insert, update on estate_records to wuye_district, wuye_street;

drop policy if exists estate_records_district on estate_records;
create policy estate_records_district on estate_records for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists estate_records_area on estate_records;
create policy estate_records_area on estate_records for select to wuye_street, wuye_community
    using (district_code = (select current_district())
        and exists (select from estates e where e.district_code = estate_records.district_code and e.id = estate_records.estate_id));

drop policy if exists estate_records_company on estate_records;
create policy estate_records_company on estate_records for select to wuye_company
    using (district_code = (select current_district()) and exists (
        select from contract_estates ce
        where ce.district_code = estate_records.district_code and ce.estate_id = estate_records.estate_id and ce.in_force
          and ce.service_period && daterange(estate_records.created_at::date, estate_records.ended_at::date, '[]')));

drop policy if exists estate_records_registers on estate_records;
create policy estate_records_registers on estate_records for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()) and exists (select from estates e where e.district_code = estate_records.district_code and e.id = estate_records.estate_id));
drop policy if exists estate_records_changes on estate_records;
create policy estate_records_changes on estate_records for update to wuye_district, wuye_street
    using (district_code = (select current_district())
        and exists (select from estates e where e.district_code = estate_records.district_code and e.id = estate_records.estate_id));

reset role;
