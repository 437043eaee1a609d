-- As the estate they belong to, now or then: what was a street's own stays to be read as of its days.
set role wuye_owner;

revoke all on owners_committees from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on owners_committees to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant insert, update on owners_committees to wuye_district, wuye_street;

drop policy if exists owners_committees_district on owners_committees;
create policy owners_committees_district on owners_committees for select to wuye_district, wuye_hotline, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists owners_committees_area on owners_committees;
create policy owners_committees_area on owners_committees for select to wuye_street, wuye_community, wuye_company
    using (district_code = (select current_district()) and (
        exists (select from estates e where e.district_code = owners_committees.district_code and e.id = owners_committees.estate_id)
        or exists (select from estates_past e where e.district_code = owners_committees.district_code and e.id = owners_committees.estate_id)));

drop policy if exists owners_committees_registers on owners_committees;
create policy owners_committees_registers on owners_committees for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()) and estate_id in (select e.id from estates e));
drop policy if exists owners_committees_changes on owners_committees;
create policy owners_committees_changes on owners_committees for update to wuye_district, wuye_street
    using (district_code = (select current_district())
        and exists (select from estates e where e.district_code = owners_committees.district_code and e.id = owners_committees.estate_id));

reset role;
