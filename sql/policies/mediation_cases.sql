-- The district sees every case, a street and a community those of their area, a firm none: a case may come of a complaint, and tells whose it is.
-- One of a complaint that has become confidential is the district's alone, as the complaint is. Nobody writes here: the functions of mediation.sql do.
set role wuye_owner;

revoke all on mediation_cases from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on mediation_cases to wuye_district, wuye_street, wuye_community;

drop policy if exists mediation_cases_district on mediation_cases;
create policy mediation_cases_district on mediation_cases for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists mediation_cases_street on mediation_cases;
create policy mediation_cases_street on mediation_cases for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street())
        and (complaint_id is null or not mediation_hidden(complaint_id)));
drop policy if exists mediation_cases_community on mediation_cases;
create policy mediation_cases_community on mediation_cases for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community())
        and (complaint_id is null or not mediation_hidden(complaint_id)));

reset role;
