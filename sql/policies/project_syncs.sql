-- Between the district and the city platform alone.
set role wuye_owner;

revoke all on project_syncs from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert, update on project_syncs to wuye_district, wuye_platform;

drop policy if exists project_syncs_read on project_syncs;
create policy project_syncs_read on project_syncs for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists project_syncs_begins on project_syncs;
create policy project_syncs_begins on project_syncs for insert to wuye_district, wuye_platform
    with check (district_code = (select current_district()));
drop policy if exists project_syncs_changes on project_syncs;
create policy project_syncs_changes on project_syncs for update to wuye_district, wuye_platform
    using (district_code = (select current_district()));

reset role;
