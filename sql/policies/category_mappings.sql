-- The common ones ('*') and the district's own; the district maps for itself.
set role wuye_owner;

revoke all on category_mappings from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on category_mappings to wuye_member, wuye_worker;
grant insert, update (effective_to, end_reason) on category_mappings to wuye_district;

drop policy if exists category_mappings_read on category_mappings;
create policy category_mappings_read on category_mappings for select to wuye_member
    using (district_code in ((select current_district()), '*'));
drop policy if exists category_mappings_worker on category_mappings;
create policy category_mappings_worker on category_mappings for select to wuye_worker
    using (true);
drop policy if exists category_mappings_made on category_mappings;
create policy category_mappings_made on category_mappings for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists category_mappings_ended on category_mappings;
create policy category_mappings_ended on category_mappings for update to wuye_district
    using (district_code = (select current_district()));

reset role;
