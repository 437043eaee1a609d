-- Leg 1: a street reads its own sum; communities and firms none (they may ask, and get no row).
set role wuye_owner;

revoke all on subsidy_run_streets from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on subsidy_run_streets to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

drop policy if exists subsidy_run_streets_all on subsidy_run_streets;
create policy subsidy_run_streets_all on subsidy_run_streets for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists subsidy_run_streets_street on subsidy_run_streets;
create policy subsidy_run_streets_street on subsidy_run_streets for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));

reset role;
