-- The district sees every watched estate, a street and a community those of their area, a firm those that it serves, without the persons and the reasons.
-- Nobody writes here: the functions of watch_list.sql do.
set role wuye_owner;

revoke all on watch_entries from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on watch_entries to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, estate_id, street_code, community_code, criteria, responsible_unit, since, ended_on, version, created_at, updated_at) on watch_entries to wuye_company;

drop policy if exists watch_entries_district on watch_entries;
create policy watch_entries_district on watch_entries for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists watch_entries_street on watch_entries;
create policy watch_entries_street on watch_entries for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists watch_entries_community on watch_entries;
create policy watch_entries_community on watch_entries for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));
drop policy if exists watch_entries_company on watch_entries;
create policy watch_entries_company on watch_entries for select to wuye_company
    using (district_code = (select current_district()) and estate_id = any ((select estates_of_firm())::uuid[]));

reset role;
