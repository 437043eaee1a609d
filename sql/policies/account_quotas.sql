-- The district says how many; a firm reads its own number and the district's.
set role wuye_owner;

revoke all on account_quotas from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on account_quotas to wuye_district, wuye_company;
grant insert on account_quotas to wuye_district;

drop policy if exists account_quotas_district on account_quotas;
create policy account_quotas_district on account_quotas for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists account_quotas_company on account_quotas;
create policy account_quotas_company on account_quotas for select to wuye_company
    using (district_code = (select current_district()) and (firm_id is null or firm_id = (select current_firm())));
drop policy if exists account_quotas_sets on account_quotas;
create policy account_quotas_sets on account_quotas for insert to wuye_district
    with check (district_code = (select current_district()));

reset role;
