-- The district and the city platform see every account; a street and a firm their own.
set role wuye_owner;

revoke all on money_accounts from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on money_accounts to wuye_district, wuye_street, wuye_company, wuye_platform;

drop policy if exists money_accounts_all on money_accounts;
create policy money_accounts_all on money_accounts for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists money_accounts_street on money_accounts;
create policy money_accounts_street on money_accounts for select to wuye_street
    using (district_code = (select current_district()) and kind = 'street' and holder = (select current_street()));
drop policy if exists money_accounts_company on money_accounts;
create policy money_accounts_company on money_accounts for select to wuye_company
    using (district_code = (select current_district()) and kind = 'firm' and holder = (select current_firm())::text);

reset role;
