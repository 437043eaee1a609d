-- The district's, those of a street's or community's estates, and the firm's own; the city platform reads all. Nobody writes here: the functions of dishonest.sql do.
set role wuye_owner;

revoke all on dismissal_orders from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on dismissal_orders to wuye_district, wuye_street, wuye_community, wuye_company;

grant select (district_code, id, entry_id, contract_id, firm_id, estate_id, street_code, community_code, executor, committee_id, why, ordered_on, state, ended_on, version, created_at, updated_at)
    on dismissal_orders to wuye_platform;

drop policy if exists dismissal_orders_platform on dismissal_orders;
create policy dismissal_orders_platform on dismissal_orders for select to wuye_platform
    using (district_code = (select current_district()));
drop policy if exists dismissal_orders_district on dismissal_orders;
create policy dismissal_orders_district on dismissal_orders for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists dismissal_orders_street on dismissal_orders;
create policy dismissal_orders_street on dismissal_orders for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists dismissal_orders_community on dismissal_orders;
create policy dismissal_orders_community on dismissal_orders for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));
drop policy if exists dismissal_orders_company on dismissal_orders;
create policy dismissal_orders_company on dismissal_orders for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));

reset role;
