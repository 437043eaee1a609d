-- Steps are read by whoever reads the case. Nobody writes here: the functions of mediation.sql do.
set role wuye_owner;

revoke all on mediation_steps from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on mediation_steps to wuye_district, wuye_street, wuye_community;

drop policy if exists mediation_steps_read on mediation_steps;
create policy mediation_steps_read on mediation_steps for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
        and exists (select from mediation_cases c where c.district_code = mediation_steps.district_code and c.id = mediation_steps.case_id));

reset role;
