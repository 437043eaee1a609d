-- As the import they belong to; the worker clears them away.
set role wuye_owner;

revoke all on import_rows from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert on import_rows to wuye_district, wuye_street, wuye_company;
grant select, delete on import_rows to wuye_worker;

drop policy if exists import_rows_district on import_rows;
create policy import_rows_district on import_rows for all to wuye_district
    using (district_code = (select current_district()))
    with check (district_code = (select current_district()));
drop policy if exists import_rows_company on import_rows;
create policy import_rows_company on import_rows for all to wuye_company, wuye_street
    using (district_code = (select current_district()) and import_id in (select i.id from imports i))
    with check (district_code = (select current_district()) and import_id in (select i.id from imports i));
drop policy if exists import_rows_worker on import_rows;
create policy import_rows_worker on import_rows for all to wuye_worker using (true) with check (true);

reset role;
