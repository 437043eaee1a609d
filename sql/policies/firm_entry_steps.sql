-- Opinions on a firm's entry are for authorities; a street adds its own, the district decides.
set role wuye_owner;

revoke all on firm_entry_steps from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert on firm_entry_steps to wuye_district, wuye_street;

drop policy if exists firm_entry_steps_district on firm_entry_steps;
create policy firm_entry_steps_district on firm_entry_steps for select to wuye_district, wuye_street
    using (district_code = (select current_district()));
drop policy if exists firm_entry_steps_decides on firm_entry_steps;
create policy firm_entry_steps_decides on firm_entry_steps for insert to wuye_district
    with check (district_code = (select current_district()) and street_code is null);
drop policy if exists firm_entry_steps_reviews on firm_entry_steps;
create policy firm_entry_steps_reviews on firm_entry_steps for insert to wuye_street
    with check (district_code = (select current_district()) and street_code = (select current_street()));

reset role;
