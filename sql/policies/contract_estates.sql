-- For an area the estate decides, for a firm the contract; contracts asks back the other way, for areas alone.
set role wuye_owner;

revoke all on contract_estates from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on contract_estates to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

drop policy if exists contract_estates_district on contract_estates;
create policy contract_estates_district on contract_estates for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists contract_estates_area on contract_estates;
create policy contract_estates_area on contract_estates for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and estate_id in (select e.id from estates e));
drop policy if exists contract_estates_company on contract_estates;
create policy contract_estates_company on contract_estates for select to wuye_company
    using (district_code = (select current_district()) and contract_id in (select c.id from contracts c));

reset role;
