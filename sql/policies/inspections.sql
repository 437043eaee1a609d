-- The district sees every inspection, a street or a community those of its area, a firm what was found with it once that is published.
set role wuye_owner;

revoke all on inspections from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on inspections to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, state, firm_id) on inspections to wuye_company;

drop policy if exists inspections_district on inspections;
create policy inspections_district on inspections for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists inspections_street on inspections;
create policy inspections_street on inspections for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists inspections_community on inspections;
create policy inspections_community on inspections for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));
drop policy if exists inspections_company on inspections;
create policy inspections_company on inspections for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()) and state = 'published');

reset role;
