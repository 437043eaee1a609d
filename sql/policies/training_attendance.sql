-- Authorities see who was trained, a firm its own people. Nobody writes here: the functions of trainings.sql do.
set role wuye_owner;

revoke all on training_attendance from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on training_attendance to wuye_district, wuye_street, wuye_community, wuye_company;

drop policy if exists training_attendance_authorities on training_attendance;
create policy training_attendance_authorities on training_attendance for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district()));
drop policy if exists training_attendance_company on training_attendance;
create policy training_attendance_company on training_attendance for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));

reset role;
