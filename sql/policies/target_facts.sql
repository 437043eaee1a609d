-- The district and the city's platform read all, a street its own and what is of the whole district, a community its own. Nobody writes here: the functions of target_facts.sql do.
set role wuye_owner;

revoke all on target_facts from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on target_facts to wuye_district, wuye_street, wuye_community, wuye_platform;

drop policy if exists target_facts_district on target_facts;
create policy target_facts_district on target_facts for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists target_facts_street on target_facts;
create policy target_facts_street on target_facts for select to wuye_street
    using (district_code = (select current_district()) and coalesce(street_code = (select current_street()), true));
drop policy if exists target_facts_community on target_facts;
create policy target_facts_community on target_facts for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));

reset role;
