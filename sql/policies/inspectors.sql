-- The district reads all; a street its own, and whoever was drawn to visit an estate of its area, for it receives them. The others have no row: a name is never public. Nobody writes
-- here: the functions in sql/functions/inspectors.sql do.
set role wuye_owner;

revoke all on inspectors from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on inspectors to wuye_district, wuye_street;
grant select (district_code, id, name) on inspectors to wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists inspectors_district on inspectors;
create policy inspectors_district on inspectors for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists inspectors_street on inspectors;
create policy inspectors_street on inspectors for select to wuye_street
    using (district_code = (select current_district())
        and (street_code = (select current_street())
            or id in (select unnest(v.inspectors) from draw_visits v where v.district_code = (select current_district()) and v.street_code = (select current_street()))));

reset role;
