-- The common ones ('*') and the district's own are read by whoever reads the score; the district sets its own.
set role wuye_owner;

revoke all on complaint_weights from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on complaint_weights to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert, update on complaint_weights to wuye_district;

drop policy if exists complaint_weights_read on complaint_weights;
create policy complaint_weights_read on complaint_weights for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code in ((select current_district()), '*'));
drop policy if exists complaint_weights_sets on complaint_weights;
create policy complaint_weights_sets on complaint_weights for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists complaint_weights_changes on complaint_weights;
create policy complaint_weights_changes on complaint_weights for update to wuye_district
    using (district_code = (select current_district()));

reset role;
