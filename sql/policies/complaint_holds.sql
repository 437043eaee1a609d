-- The district places and lifts them. The job that erases runs as the owner.
set role wuye_owner;

revoke all on complaint_holds from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert, update (lifted_by, lifted_by_name, lifted_at, lift_reason) on complaint_holds to wuye_district;

drop policy if exists complaint_holds_district on complaint_holds;
create policy complaint_holds_district on complaint_holds for all to wuye_district
    using (district_code = (select current_district()))
    with check (district_code = (select current_district()));

reset role;
