-- As the estate they belong to, now or then: what was a street's own stays to be read as of its days.
-- A firm sees what was known in the days of its contract.
set role wuye_owner;

revoke all on owners_committees_past from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on owners_committees_past to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant insert on owners_committees_past to wuye_district, wuye_street;

drop policy if exists owners_committees_past_district on owners_committees_past;
create policy owners_committees_past_district on owners_committees_past for select to wuye_district, wuye_hotline, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists owners_committees_past_area on owners_committees_past;
create policy owners_committees_past_area on owners_committees_past for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and (
        exists (select from estates e where e.district_code = owners_committees_past.district_code and e.id = owners_committees_past.estate_id)
        or exists (select from estates_past e where e.district_code = owners_committees_past.district_code and e.id = owners_committees_past.estate_id)));
drop policy if exists owners_committees_past_company on owners_committees_past;
create policy owners_committees_past_company on owners_committees_past for select to wuye_company
    using (district_code = (select current_district()) and exists (
        select from contract_estates ce
        where ce.district_code = owners_committees_past.district_code and ce.estate_id = owners_committees_past.estate_id and ce.in_force
          and ce.service_period && daterange(owners_committees_past.established_on, owners_committees_past.dissolved_on)
          and ce.service_period && daterange(owners_committees_past.known_from::date, owners_committees_past.known_to::date)));
drop policy if exists owners_committees_past_kept on owners_committees_past;
create policy owners_committees_past_kept on owners_committees_past for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()));

reset role;
