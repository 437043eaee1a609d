-- As the firms they were; keep_firm() writes them, and an import of the district's.
set role wuye_owner;

revoke all on firms_past from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on firms_past to wuye_district;
grant select (district_code, id, uscc, uscc_override_reason, uscc_override_at, name, locality, registered_division, service_hotline, party_org, party_org_since,
    market_access, status, version, created_at, updated_at, name_x, known_from, contact_phone, office_address, entry, known_to)
    on firms_past to wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant insert on firms_past to wuye_district;

drop policy if exists firms_past_district on firms_past;
create policy firms_past_district on firms_past for select to wuye_district, wuye_street, wuye_community, wuye_hotline, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists firms_past_company on firms_past;
create policy firms_past_company on firms_past for select to wuye_company
    using (district_code = (select current_district()) and id = (select current_firm()));
drop policy if exists firms_past_kept on firms_past;
create policy firms_past_kept on firms_past for insert to wuye_district
    with check (district_code = (select current_district()));

reset role;
