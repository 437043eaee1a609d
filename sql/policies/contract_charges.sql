-- Whoever sees the contract sees its charges; the firm publishes its own.
set role wuye_owner;

revoke all on contract_charges from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on contract_charges to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert, update on contract_charges to wuye_district, wuye_company;

drop policy if exists contract_charges_seen on contract_charges;
create policy contract_charges_seen on contract_charges for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = (select current_district()) and exists (select from contracts c where c.district_code = contract_charges.district_code and c.id = contract_charges.contract_id));

drop policy if exists contract_charges_published on contract_charges;
create policy contract_charges_published on contract_charges for insert to wuye_district, wuye_company
    with check (district_code = (select current_district()) and exists (select from contracts c where c.district_code = contract_charges.district_code and c.id = contract_charges.contract_id) and published_by = (select current_user_id()));

drop policy if exists contract_charges_ended on contract_charges;
create policy contract_charges_ended on contract_charges for update to wuye_district, wuye_company
    using (district_code = (select current_district()) and exists (select from contracts c where c.district_code = contract_charges.district_code and c.id = contract_charges.contract_id));

reset role;
