-- Whoever sees the contract sees its handover; the authorities keep it.
set role wuye_owner;

revoke all on contract_handovers from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on contract_handovers to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert, update on contract_handovers to wuye_district, wuye_street;

drop policy if exists contract_handovers_seen on contract_handovers;
create policy contract_handovers_seen on contract_handovers for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = (select current_district()) and exists (select from contracts c where c.district_code = contract_handovers.district_code and c.id = contract_handovers.contract_id));

drop policy if exists contract_handovers_opened on contract_handovers;
create policy contract_handovers_opened on contract_handovers for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()) and exists (select from contracts c where c.district_code = contract_handovers.district_code and c.id = contract_handovers.contract_id));

drop policy if exists contract_handovers_kept on contract_handovers;
create policy contract_handovers_kept on contract_handovers for update to wuye_district, wuye_street
    using (district_code = (select current_district()) and exists (select from contracts c where c.district_code = contract_handovers.district_code and c.id = contract_handovers.contract_id));

reset role;
