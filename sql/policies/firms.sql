-- The register of firms is open to every authority; a firm sees itself.
set role wuye_owner;

revoke all on firms from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on firms to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
-- Which firm a person of another provider's belongs to.
grant select (district_code, id, uscc) on firms to wuye_auth;

drop policy if exists firms_auth on firms;
create policy firms_auth on firms for select to wuye_auth
    using (true);
drop policy if exists firms_district on firms;
create policy firms_district on firms for select to wuye_district, wuye_street, wuye_community, wuye_hotline, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists firms_company on firms;
create policy firms_company on firms for select to wuye_company
    using (district_code = (select current_district()) and id = (select current_firm()));

reset role;
