-- The district and the city platform see every deposit, a firm its own, a street or a community those of contracts for its estates; one by decision is no area's. Nobody
-- writes here: the functions in sql/functions/deposits.sql do.
set role wuye_owner;

revoke all on deposits from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on deposits to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

drop policy if exists deposits_district on deposits;
create policy deposits_district on deposits for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists deposits_area on deposits;
create policy deposits_area on deposits for select to wuye_street, wuye_community
    using (district_code = (select current_district())
        and exists (select from contract_estates ce where ce.district_code = deposits.district_code and ce.contract_id = deposits.contract_id));
drop policy if exists deposits_company on deposits;
create policy deposits_company on deposits for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));

reset role;
