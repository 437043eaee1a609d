-- The register of firms is open to every authority; a firm sees itself. The district keeps it, a street brings firms in for decision and says its
-- opinion, a firm keeps what reaches it. Who vouched for a code is for the district to read; the row that is replaced keeps it by keep_firm().
set role wuye_owner;

revoke all on firms from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on firms to wuye_district;
grant select (district_code, id, uscc, uscc_override_reason, uscc_override_at, name, locality, registered_division, service_hotline, party_org, party_org_since,
    market_access, status, version, created_at, updated_at, name_x, known_from, contact_phone, office_address, entry)
    on firms to wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant insert on firms to wuye_district, wuye_street;
grant update on firms to wuye_district;
grant update (entry, version, updated_at, known_from) on firms to wuye_street;
grant update (service_hotline, contact_phone, office_address, version, updated_at, known_from) on firms to wuye_company;
-- Which firm a person of another provider's belongs to.
grant select (district_code, id, uscc) on firms to wuye_auth;

drop policy if exists firms_auth on firms;
create policy firms_auth on firms for select to wuye_auth
    using (true);
drop policy if exists firms_district on firms;
create policy firms_district on firms for select to wuye_district, wuye_street, wuye_community, wuye_hotline, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists firms_company on firms;
create policy firms_company on firms for select to wuye_company
    using (district_code = (select current_district()) and id = (select current_firm()));

drop policy if exists firms_registers on firms;
create policy firms_registers on firms for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists firms_enters on firms;
create policy firms_enters on firms for insert to wuye_street
    with check (district_code = (select current_district()) and entry = 'entry_review');
drop policy if exists firms_changes on firms;
create policy firms_changes on firms for update to wuye_district, wuye_street
    using (district_code = (select current_district()));
drop policy if exists firms_changes_own on firms;
create policy firms_changes_own on firms for update to wuye_company
    using (district_code = (select current_district()) and id = (select current_firm()));

reset role;
