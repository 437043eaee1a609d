-- Whoever sees the estate, a firm what is of the days of its contract; entered by its community or above, never changed.
set role wuye_owner;

revoke all on surplus_entries from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on surplus_entries to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert on surplus_entries to wuye_district, wuye_street, wuye_community;

drop policy if exists surplus_entries_seen on surplus_entries;
create policy surplus_entries_seen on surplus_entries for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (district_code = (select current_district()) and exists (select from estates e where e.district_code = surplus_entries.district_code and e.id = surplus_entries.estate_id));

drop policy if exists surplus_entries_company on surplus_entries;
create policy surplus_entries_company on surplus_entries for select to wuye_company
    using (district_code = (select current_district()) and exists (
        select from contract_estates ce
        where ce.district_code = surplus_entries.district_code and ce.estate_id = surplus_entries.estate_id and ce.in_force and ce.service_period @> surplus_entries.entry_on));

drop policy if exists surplus_entries_entered on surplus_entries;
create policy surplus_entries_entered on surplus_entries for insert to wuye_district, wuye_street, wuye_community
    with check (district_code = (select current_district()) and exists (select from estates e where e.district_code = surplus_entries.district_code and e.id = surplus_entries.estate_id) and entered_by = (select current_user_id()));

reset role;
