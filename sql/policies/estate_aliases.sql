-- As the estate they name.
set role wuye_owner;

revoke all on estate_aliases from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on estate_aliases to wuye_district, wuye_street, wuye_community, wuye_hotline;

drop policy if exists estate_aliases_district on estate_aliases;
create policy estate_aliases_district on estate_aliases for select to wuye_district, wuye_hotline
    using (district_code = (select current_district()));
drop policy if exists estate_aliases_area on estate_aliases;
create policy estate_aliases_area on estate_aliases for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and estate_id in (select e.id from estates e));

reset role;
