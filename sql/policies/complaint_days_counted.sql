-- Read and written by functions that run as the owner; the worker has it made.
set role wuye_owner;

revoke all on complaint_days_counted from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

drop policy if exists complaint_days_counted_district on complaint_days_counted;
create policy complaint_days_counted_district on complaint_days_counted for select to wuye_district
    using (district_code = (select current_district()));

reset role;
