-- People's names: for authorities of the district and their own firm, not for the city platform. District and firm keep them.
set role wuye_owner;

revoke all on staff from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on staff to wuye_district, wuye_street, wuye_community, wuye_company;
grant insert, update on staff to wuye_district, wuye_company;

drop policy if exists staff_district on staff;
create policy staff_district on staff for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district()));
drop policy if exists staff_company on staff;
create policy staff_company on staff for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));

drop policy if exists staff_registers on staff;
create policy staff_registers on staff for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists staff_registers_own on staff;
create policy staff_registers_own on staff for insert to wuye_company
    with check (district_code = (select current_district()) and firm_id = (select current_firm()));
drop policy if exists staff_changes on staff;
create policy staff_changes on staff for update to wuye_district
    using (district_code = (select current_district()));
drop policy if exists staff_changes_own on staff;
create policy staff_changes_own on staff for update to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));

reset role;
