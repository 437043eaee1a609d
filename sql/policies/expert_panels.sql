-- The district sees every panel, a street or a community those of its area; a firm that it was about, and the city platform, what came of it once it is adopted: neither who disputed and
-- why nor who sat on it. Nobody writes here: the functions in sql/functions/expert_panels.sql do.
set role wuye_owner;

revoke all on expert_panels from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on expert_panels to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, estate_id, street_code, community_code, firm_id, contract_id, period_from, period_to, state, heard_on, aspects, score, conclusion, evaluation_id, heard_at,
    concluded_at, adopted_at, created_at, version, updated_at) on expert_panels to wuye_company, wuye_platform;

drop policy if exists expert_panels_district on expert_panels;
create policy expert_panels_district on expert_panels for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists expert_panels_street on expert_panels;
create policy expert_panels_street on expert_panels for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists expert_panels_community on expert_panels;
create policy expert_panels_community on expert_panels for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));
drop policy if exists expert_panels_company on expert_panels;
create policy expert_panels_company on expert_panels for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()) and state = 'adopted');
drop policy if exists expert_panels_platform on expert_panels;
create policy expert_panels_platform on expert_panels for select to wuye_platform
    using (district_code = (select current_district()) and state = 'adopted');

reset role;
