-- Whoever sees the contract; recorded by the community of the estate or above.
set role wuye_owner;

revoke all on space_consents from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on space_consents to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert on space_consents to wuye_district, wuye_street, wuye_community;

drop policy if exists space_consents_seen on space_consents;
create policy space_consents_seen on space_consents for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = (select current_district()) and exists (select from contracts c where c.district_code = space_consents.district_code and c.id = space_consents.contract_id));

drop policy if exists space_consents_recorded on space_consents;
create policy space_consents_recorded on space_consents for insert to wuye_district, wuye_street, wuye_community
    with check (district_code = (select current_district()) and exists (select from contracts c where c.district_code = space_consents.district_code and c.id = space_consents.contract_id) and recorded_by = (select current_user_id()));

reset role;
