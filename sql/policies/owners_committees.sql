-- As the estate they belong to.
set role wuye_owner;

revoke all on owners_committees from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on owners_committees to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

drop policy if exists owners_committees_district on owners_committees;
create policy owners_committees_district on owners_committees for select to wuye_district, wuye_hotline, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists owners_committees_area on owners_committees;
create policy owners_committees_area on owners_committees for select to wuye_street, wuye_community, wuye_company
    using (district_code = (select current_district()) and estate_id in (select e.id from estates e));

reset role;
