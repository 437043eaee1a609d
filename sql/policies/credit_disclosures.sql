-- The district's register of what it sent.
set role wuye_owner;

revoke all on credit_disclosures from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on credit_disclosures to wuye_district, wuye_platform;
grant insert, update on credit_disclosures to wuye_district;

drop policy if exists credit_disclosures_read on credit_disclosures;
create policy credit_disclosures_read on credit_disclosures for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists credit_disclosures_made on credit_disclosures;
create policy credit_disclosures_made on credit_disclosures for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists credit_disclosures_changes on credit_disclosures;
create policy credit_disclosures_changes on credit_disclosures for update to wuye_district
    using (district_code = (select current_district()));

reset role;
