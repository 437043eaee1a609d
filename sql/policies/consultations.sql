-- Whoever sees the estate; the community convenes and records.
set role wuye_owner;

revoke all on consultations from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on consultations to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert on consultations to wuye_district, wuye_street, wuye_community;

drop policy if exists consultations_seen on consultations;
create policy consultations_seen on consultations for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = (select current_district()) and estate_id in (select e.id from estates e));

drop policy if exists consultations_recorded on consultations;
create policy consultations_recorded on consultations for insert to wuye_district, wuye_street, wuye_community
    with check (district_code = (select current_district()) and estate_id in (select e.id from estates e) and recorded_by = (select current_user_id()));

reset role;
