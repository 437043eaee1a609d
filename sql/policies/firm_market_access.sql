-- Open as the firm is; the district decides.
set role wuye_owner;

revoke all on firm_market_access from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on firm_market_access to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant insert, update on firm_market_access to wuye_district;

drop policy if exists firm_market_access_district on firm_market_access;
create policy firm_market_access_district on firm_market_access for select to wuye_district, wuye_street, wuye_community, wuye_hotline, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists firm_market_access_company on firm_market_access;
create policy firm_market_access_company on firm_market_access for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));
drop policy if exists firm_market_access_decides on firm_market_access;
create policy firm_market_access_decides on firm_market_access for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists firm_market_access_overtakes on firm_market_access;
create policy firm_market_access_overtakes on firm_market_access for update to wuye_district
    using (district_code = (select current_district()));

reset role;
