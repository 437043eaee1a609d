-- The district sees every inspection, a street or a community those of its area, a firm those of its own work once they are published to it: what was found, never who found it nor what
-- the inspectors noted for themselves. Visits come unannounced: until one is under way a community reads its own alone, and the city platform none that was drawn (draw_visits); nor one that was
-- called off before, for it may be made again. The public
-- reads published_inspections alone. Nobody writes here: the functions in sql/functions/inspections.sql do.
set role wuye_owner;

revoke all on inspections from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on inspections to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, campaign_id, kind, sheet_id, plan_id, draw_id, follow_up_of, estate_id, street_code, community_code, firm_id, contract_id, level, planned_on, visited_on, state,
    summary_masked, departments, partial_reason, started_at, submitted_at, published_at, created_at, version, updated_at) on inspections to wuye_company, wuye_platform;

drop policy if exists inspections_district on inspections;
create policy inspections_district on inspections for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists inspections_platform on inspections;
create policy inspections_platform on inspections for select to wuye_platform
    using (district_code = (select current_district()) and (draw_id is null or visited_on is not null));
drop policy if exists inspections_street on inspections;
create policy inspections_street on inspections for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists inspections_community on inspections;
create policy inspections_community on inspections for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()) and (level = 'community' or visited_on is not null));
drop policy if exists inspections_company on inspections;
create policy inspections_company on inspections for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()) and state = 'published');

reset role;
