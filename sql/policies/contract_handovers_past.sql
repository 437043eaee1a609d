-- As the handovers they were.
set role wuye_owner;

revoke all on contract_handovers_past from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on contract_handovers_past to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert on contract_handovers_past to wuye_district, wuye_street;

drop policy if exists contract_handovers_past_seen on contract_handovers_past;
create policy contract_handovers_past_seen on contract_handovers_past for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = (select current_district()) and exists (select from contracts c where c.district_code = contract_handovers_past.district_code and c.id = contract_handovers_past.contract_id));
drop policy if exists contract_handovers_past_kept on contract_handovers_past;
create policy contract_handovers_past_kept on contract_handovers_past for insert to wuye_district, wuye_street
    with check (district_code = (select current_district()) and exists (select from contracts c where c.district_code = contract_handovers_past.district_code and c.id = contract_handovers_past.contract_id));

reset role;
