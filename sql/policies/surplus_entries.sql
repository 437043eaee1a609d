-- Whoever sees the estate; entered by its community or above, never changed.
set role wuye_owner;

revoke all on surplus_entries from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on surplus_entries to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert on surplus_entries to wuye_district, wuye_street, wuye_community;

drop policy if exists surplus_entries_seen on surplus_entries;
create policy surplus_entries_seen on surplus_entries for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = (select current_district()) and estate_id in (select e.id from estates e));

drop policy if exists surplus_entries_entered on surplus_entries;
create policy surplus_entries_entered on surplus_entries for insert to wuye_district, wuye_street, wuye_community
    with check (district_code = (select current_district()) and estate_id in (select e.id from estates e) and entered_by = (select current_user_id()));

reset role;
