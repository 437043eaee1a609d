-- As the bodies they were.
set role wuye_owner;

revoke all on org_units_past from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on org_units_past to wuye_district, wuye_street, wuye_community, wuye_platform;
grant insert on org_units_past to wuye_district, wuye_street;

drop policy if exists org_units_past_district on org_units_past;
create policy org_units_past_district on org_units_past for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists org_units_past_street on org_units_past;
create policy org_units_past_street on org_units_past for select to wuye_street
    using (district_code = (select current_district())
           and (street_code = (select current_street()) or exists (select from estates e where e.district_code = org_units_past.district_code and e.id = org_units_past.estate_id)));
drop policy if exists org_units_past_community on org_units_past;
create policy org_units_past_community on org_units_past for select to wuye_community
    using (district_code = (select current_district())
           and (community_code = (select current_community()) or (level = 'street' and street_code = (select current_street()))
                or exists (select from estates e where e.district_code = org_units_past.district_code and e.id = org_units_past.estate_id)));
drop policy if exists org_units_past_kept on org_units_past;
create policy org_units_past_kept on org_units_past for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()));

reset role;
