-- The district sees all, a street what was issued to it. Nobody writes here: the functions of criticism_notices.sql do.
set role wuye_owner;

revoke all on criticism_notices from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on criticism_notices to wuye_district, wuye_street;

drop policy if exists criticism_notices_district on criticism_notices;
create policy criticism_notices_district on criticism_notices for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists criticism_notices_street on criticism_notices;
create policy criticism_notices_street on criticism_notices for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()) and state in ('issued', 'answered'));

reset role;
