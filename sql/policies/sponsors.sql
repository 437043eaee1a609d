-- The district sees every sponsor, a street its own and its estates', a community its street's and its own estates'. Nobody writes here: the functions of sponsors.sql do.
set role wuye_owner;

revoke all on sponsors from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on sponsors to wuye_district, wuye_street, wuye_community;

drop policy if exists sponsors_district on sponsors;
create policy sponsors_district on sponsors for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists sponsors_street on sponsors;
create policy sponsors_street on sponsors for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists sponsors_community on sponsors;
create policy sponsors_community on sponsors for select to wuye_community
    using (district_code = (select current_district())
           and exists (select from estates e where e.district_code = sponsors.district_code and e.street_code = sponsors.street_code and coalesce(e.id = sponsors.estate_id, true)));

reset role;
