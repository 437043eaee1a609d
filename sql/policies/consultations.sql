-- Whoever sees the estate, a firm what is of the days of its contract; the community convenes and records.
set role wuye_owner;

revoke all on consultations from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on consultations to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert on consultations to wuye_district, wuye_street, wuye_community;

drop policy if exists consultations_seen on consultations;
create policy consultations_seen on consultations for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (district_code = (select current_district()) and exists (select from estates e where e.district_code = consultations.district_code and e.id = consultations.estate_id));

drop policy if exists consultations_company on consultations;
create policy consultations_company on consultations for select to wuye_company
    using (district_code = (select current_district()) and exists (
        select from contract_estates ce
        where ce.district_code = consultations.district_code and ce.estate_id = consultations.estate_id and ce.in_force and ce.service_period @> consultations.held_on));

drop policy if exists consultations_recorded on consultations;
create policy consultations_recorded on consultations for insert to wuye_district, wuye_street, wuye_community
    with check (district_code = (select current_district()) and exists (select from estates e where e.district_code = consultations.district_code and e.id = consultations.estate_id) and recorded_by = (select current_user_id()));

reset role;
