-- The district sees every disclosure, a street and a community those of their area, a firm its own and those of the estates that it serves today; everybody what was not queried.
-- Nobody writes here: the functions of disclosures.sql do.
set role wuye_owner;

revoke all on disclosures from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on disclosures to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, estate_id, street_code, community_code, publisher, firm_id, item, period_from, period_to, published_on, place, location, content, income, expense, state, recorded_at, checked_on,
    version, updated_at, recorded_role, check_note) on disclosures to wuye_company;
grant select (district_code, id, estate_id, street_code, community_code, publisher, firm_id, item, period_from, period_to, published_on, place, location, content, income, expense, state, recorded_at, checked_on,
    version, updated_at) on disclosures to wuye_hotline, wuye_platform, wuye_public;

drop policy if exists disclosures_district on disclosures;
create policy disclosures_district on disclosures for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists disclosures_street on disclosures;
create policy disclosures_street on disclosures for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists disclosures_community on disclosures;
create policy disclosures_community on disclosures for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));
drop policy if exists disclosures_company on disclosures;
create policy disclosures_company on disclosures for select to wuye_company
    using (district_code = (select current_district()) and (firm_id = (select current_firm()) or state <> 'queried' and estate_id = any ((select estates_of_firm_today())::uuid[])));
drop policy if exists disclosures_members on disclosures;
create policy disclosures_members on disclosures for select to wuye_hotline, wuye_platform
    using (district_code = (select current_district()) and state <> 'queried');
drop policy if exists disclosures_public on disclosures;
create policy disclosures_public on disclosures for select to wuye_public
    using (state <> 'queried');

reset role;
