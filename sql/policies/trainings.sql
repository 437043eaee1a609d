-- Trainings are announced to every authority and firm of the district. Nobody writes here: the functions of trainings.sql do.
set role wuye_owner;

revoke all on trainings from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on trainings to wuye_district, wuye_street, wuye_community, wuye_company;

drop policy if exists trainings_read on trainings;
create policy trainings_read on trainings for select to wuye_district, wuye_street, wuye_community, wuye_company
    using (district_code = (select current_district()));

reset role;
