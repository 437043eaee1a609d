-- As the import they belong to; the worker clears them away.
set role wuye_owner;

revoke all on import_problems from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert on import_problems to wuye_district, wuye_street, wuye_company;
grant select, delete on import_problems to wuye_worker;

drop policy if exists import_problems_district on import_problems;
create policy import_problems_district on import_problems for all to wuye_district
    using (district_code = (select current_district()))
    with check (district_code = (select current_district()));
drop policy if exists import_problems_company on import_problems;
create policy import_problems_company on import_problems for all to wuye_company, wuye_street
    using (district_code = (select current_district()) and import_id in (select i.id from imports i))
    with check (district_code = (select current_district()) and import_id in (select i.id from imports i));
drop policy if exists import_problems_worker on import_problems;
create policy import_problems_worker on import_problems for all to wuye_worker using (true) with check (true);

reset role;
