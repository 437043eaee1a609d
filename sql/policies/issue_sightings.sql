-- Where it was recorded, and from what, is for authorities: a firm or the public would learn from it that somebody complained.
set role wuye_owner;

revoke all on issue_sightings from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on issue_sightings to wuye_district, wuye_street, wuye_community;

drop policy if exists issue_sightings_district on issue_sightings;
create policy issue_sightings_district on issue_sightings for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists issue_sightings_area on issue_sightings;
create policy issue_sightings_area on issue_sightings for select to wuye_street, wuye_community
    using (district_code = (select current_district())
        and exists (select from issues i where i.district_code = issue_sightings.district_code and i.id = issue_sightings.issue_id));

reset role;
