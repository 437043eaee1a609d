-- As the estate they belong to, now or then: what was a street's own stays to be read as of its days.
-- A firm sees what was known in the days of its contract.
set role wuye_owner;

revoke all on owners_committees from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on owners_committees to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant insert, update on owners_committees to wuye_district, wuye_street;

drop policy if exists owners_committees_district on owners_committees;
create policy owners_committees_district on owners_committees for select to wuye_district, wuye_hotline, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists owners_committees_area on owners_committees;
create policy owners_committees_area on owners_committees for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and (
        exists (select from estates e where e.district_code = owners_committees.district_code and e.id = owners_committees.estate_id)
        or exists (select from estates_past e where e.district_code = owners_committees.district_code and e.id = owners_committees.estate_id)));

drop policy if exists owners_committees_company on owners_committees;
create policy owners_committees_company on owners_committees for select to wuye_company
    using (district_code = (select current_district()) and exists (
        select from contract_estates ce
        where ce.district_code = owners_committees.district_code and ce.estate_id = owners_committees.estate_id and ce.in_force
          and ce.service_period && daterange(owners_committees.established_on, owners_committees.dissolved_on)
          and upper(ce.service_period) > owners_committees.known_from::date));
drop policy if exists owners_committees_registers on owners_committees;
create policy owners_committees_registers on owners_committees for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()) and exists (select from estates e where e.district_code = owners_committees.district_code and e.id = owners_committees.estate_id));
drop policy if exists owners_committees_changes on owners_committees;
create policy owners_committees_changes on owners_committees for update to wuye_district, wuye_street
    using (district_code = (select current_district())
        and exists (select from estates e where e.district_code = owners_committees.district_code and e.id = owners_committees.estate_id));

reset role;
