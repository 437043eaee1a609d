-- The district's plans are read by all authorities, a street's by the district and by itself with its communities. Nobody writes here: the functions in sql/functions/inspection_plans.sql do.
set role wuye_owner;

revoke all on inspection_plans from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on inspection_plans to wuye_district, wuye_street, wuye_community, wuye_platform;

drop policy if exists inspection_plans_district on inspection_plans;
create policy inspection_plans_district on inspection_plans for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists inspection_plans_street on inspection_plans;
create policy inspection_plans_street on inspection_plans for select to wuye_street
    using (district_code = (select current_district()) and (street_code is null or street_code = (select current_street())));
drop policy if exists inspection_plans_community on inspection_plans;
create policy inspection_plans_community on inspection_plans for select to wuye_community
    using (district_code = (select current_district()) and (street_code is null or street_code = (select left(current_community(), 9))));

reset role;
