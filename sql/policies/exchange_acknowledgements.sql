-- The district sees who has what; a client what it told itself.
set role wuye_owner;

revoke all on exchange_acknowledgements from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on exchange_acknowledgements to wuye_district, wuye_platform;

drop policy if exists exchange_acknowledgements_district on exchange_acknowledgements;
create policy exchange_acknowledgements_district on exchange_acknowledgements for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists exchange_acknowledgements_own on exchange_acknowledgements;
create policy exchange_acknowledgements_own on exchange_acknowledgements for select to wuye_platform
    using (district_code = (select current_district()) and client_id = (select current_user_id()));

reset role;
