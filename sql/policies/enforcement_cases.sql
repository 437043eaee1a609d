-- By area, and never past a complaint that is kept from the area. A firm learns of none.
set role wuye_owner;

revoke all on enforcement_cases from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert on enforcement_cases to wuye_district, wuye_street, wuye_community;
grant update (state, leader, departments, accepted_at, dispatched_at, enforced_at, fed_back_at, outcome, version, updated_at) on enforcement_cases to wuye_district, wuye_street;

drop policy if exists enforcement_cases_district on enforcement_cases;
create policy enforcement_cases_district on enforcement_cases for select to wuye_district
    using (district_code = (select current_district()));
-- offset 0: by the complaint's key, as in complaint_events.
drop policy if exists enforcement_cases_street on enforcement_cases;
create policy enforcement_cases_street on enforcement_cases for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street())
           and (complaint_id is null or exists (select from complaints c where c.district_code = enforcement_cases.district_code and c.id = enforcement_cases.complaint_id offset 0)));
drop policy if exists enforcement_cases_community on enforcement_cases;
create policy enforcement_cases_community on enforcement_cases for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community())
           and (complaint_id is null or exists (select from complaints c where c.district_code = enforcement_cases.district_code and c.id = enforcement_cases.complaint_id offset 0)));
drop policy if exists enforcement_cases_opened_district on enforcement_cases;
create policy enforcement_cases_opened_district on enforcement_cases for insert to wuye_district
    with check (district_code = (select current_district()) and opened_by = (select current_user_id()));
drop policy if exists enforcement_cases_opened_street on enforcement_cases;
create policy enforcement_cases_opened_street on enforcement_cases for insert to wuye_street
    with check (district_code = (select current_district()) and street_code = (select current_street())
           and (complaint_id is null or exists (select from complaints c where c.district_code = enforcement_cases.district_code and c.id = enforcement_cases.complaint_id)) and opened_by = (select current_user_id()));
drop policy if exists enforcement_cases_opened_community on enforcement_cases;
create policy enforcement_cases_opened_community on enforcement_cases for insert to wuye_community
    with check (district_code = (select current_district()) and community_code = (select current_community())
           and (complaint_id is null or exists (select from complaints c where c.district_code = enforcement_cases.district_code and c.id = enforcement_cases.complaint_id)) and opened_by = (select current_user_id()));
drop policy if exists enforcement_cases_moved_district on enforcement_cases;
create policy enforcement_cases_moved_district on enforcement_cases for update to wuye_district
    using (district_code = (select current_district()));
drop policy if exists enforcement_cases_moved_street on enforcement_cases;
create policy enforcement_cases_moved_street on enforcement_cases for update to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street())
           and (complaint_id is null or exists (select from complaints c where c.district_code = enforcement_cases.district_code and c.id = enforcement_cases.complaint_id)));

reset role;
