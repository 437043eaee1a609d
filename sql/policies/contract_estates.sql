-- For an area the estate decides, for a firm the contract; contracts asks back the other way, for areas alone.
set role wuye_owner;

revoke all on contract_estates from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on contract_estates to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert, update, delete on contract_estates to wuye_district, wuye_street, wuye_company;

drop policy if exists contract_estates_district on contract_estates;
create policy contract_estates_district on contract_estates for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists contract_estates_area on contract_estates;
create policy contract_estates_area on contract_estates for select to wuye_street, wuye_community
    using (district_code = (select current_district()) and exists (select from estates e where e.district_code = contract_estates.district_code and e.id = contract_estates.estate_id));
drop policy if exists contract_estates_company on contract_estates;
create policy contract_estates_company on contract_estates for select to wuye_company
    using (district_code = (select current_district()) and exists (select from contracts c where c.district_code = contract_estates.district_code and c.id = contract_estates.contract_id));

-- The estates of a draft come and go; those of a contract in force stay, and repeat what the contract says.
drop policy if exists contract_estates_drafted on contract_estates;
create policy contract_estates_drafted on contract_estates for insert to wuye_district
    with check (district_code = (select current_district()) and not in_force);
drop policy if exists contract_estates_drafted_area on contract_estates;
create policy contract_estates_drafted_area on contract_estates for insert to wuye_street
    with check (district_code = (select current_district()) and not in_force and exists (select from estates e where e.district_code = contract_estates.district_code and e.id = contract_estates.estate_id));
drop policy if exists contract_estates_drafted_own on contract_estates;
create policy contract_estates_drafted_own on contract_estates for insert to wuye_company
    with check (district_code = (select current_district()) and not in_force and exists (select from contracts c where c.district_code = contract_estates.district_code and c.id = contract_estates.contract_id));
drop policy if exists contract_estates_kept on contract_estates;
create policy contract_estates_kept on contract_estates for update to wuye_district
    using (district_code = (select current_district()));
drop policy if exists contract_estates_kept_area on contract_estates;
create policy contract_estates_kept_area on contract_estates for update to wuye_street
    using (district_code = (select current_district()) and not in_force and exists (select from estates e where e.district_code = contract_estates.district_code and e.id = contract_estates.estate_id));
drop policy if exists contract_estates_kept_own on contract_estates;
create policy contract_estates_kept_own on contract_estates for update to wuye_company
    using (district_code = (select current_district()) and not in_force and exists (select from contracts c where c.district_code = contract_estates.district_code and c.id = contract_estates.contract_id));
drop policy if exists contract_estates_dropped on contract_estates;
create policy contract_estates_dropped on contract_estates for delete to wuye_district
    using (district_code = (select current_district()) and not in_force);
drop policy if exists contract_estates_dropped_area on contract_estates;
create policy contract_estates_dropped_area on contract_estates for delete to wuye_street
    using (district_code = (select current_district()) and not in_force and exists (select from estates e where e.district_code = contract_estates.district_code and e.id = contract_estates.estate_id));
drop policy if exists contract_estates_dropped_own on contract_estates;
create policy contract_estates_dropped_own on contract_estates for delete to wuye_company
    using (district_code = (select current_district()) and not in_force and exists (select from contracts c where c.district_code = contract_estates.district_code and c.id = contract_estates.contract_id));
drop policy if exists contract_estates_registers on contract_estates;
create policy contract_estates_registers on contract_estates for insert to wuye_district
    with check (district_code = (select current_district()));

reset role;
