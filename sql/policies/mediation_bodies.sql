-- Every authority and every firm of the district knows where disputes are mediated. Nobody writes here: the functions of mediation.sql do.
set role wuye_owner;

revoke all on mediation_bodies from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on mediation_bodies to wuye_district, wuye_street, wuye_community, wuye_company;

drop policy if exists mediation_bodies_read on mediation_bodies;
create policy mediation_bodies_read on mediation_bodies for select to wuye_district, wuye_street, wuye_community, wuye_company
    using (district_code = (select current_district()));

reset role;
