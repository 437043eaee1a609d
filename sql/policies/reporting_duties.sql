-- What is to be reported, whoever may owe it knows: the shipped ones ('*') and the district's own. Nobody writes here: the functions of reporting_duties.sql do.
set role wuye_owner;

revoke all on reporting_duties from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on reporting_duties to wuye_district, wuye_street, wuye_community, wuye_company;

drop policy if exists reporting_duties_read on reporting_duties;
create policy reporting_duties_read on reporting_duties for select to wuye_district, wuye_street, wuye_community, wuye_company
    using (district_code in ((select current_district()), '*'));

reset role;
