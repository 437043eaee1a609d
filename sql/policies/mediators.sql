-- Authorities read who mediates; a firm how many do, not who. Nobody writes here: the functions of mediation.sql do.
set role wuye_owner;

revoke all on mediators from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on mediators to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, body_id, full_time, valid_from, valid_to) on mediators to wuye_company;

drop policy if exists mediators_read on mediators;
create policy mediators_read on mediators for select to wuye_district, wuye_street, wuye_community, wuye_company
    using (district_code = (select current_district()));

reset role;
