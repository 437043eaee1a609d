-- The district's, those of a street's or community's estates, and the firm's own. Nobody writes here: the functions of dishonest.sql do.
set role wuye_owner;

revoke all on dismissal_orders from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on dismissal_orders to wuye_district, wuye_street, wuye_community, wuye_company;

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
