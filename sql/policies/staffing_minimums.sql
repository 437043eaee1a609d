-- Every district's, and the caller's own, which the district sets.
set role wuye_owner;

revoke all on staffing_minimums from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on staffing_minimums to wuye_district, wuye_street, wuye_community, wuye_platform;
grant insert, update on staffing_minimums to wuye_district;

drop policy if exists staffing_minimums_read on staffing_minimums;
create policy staffing_minimums_read on staffing_minimums for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (district_code in ('*', (select current_district())));
drop policy if exists staffing_minimums_sets on staffing_minimums;
create policy staffing_minimums_sets on staffing_minimums for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists staffing_minimums_ends on staffing_minimums;
create policy staffing_minimums_ends on staffing_minimums for update to wuye_district
    using (district_code = (select current_district()));

reset role;
