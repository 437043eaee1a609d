-- The job that erases writes them as the owner; the district reads.
set role wuye_owner;

revoke all on contact_erasures from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on contact_erasures to wuye_district;

drop policy if exists contact_erasures_district on contact_erasures;
create policy contact_erasures_district on contact_erasures for select to wuye_district
    using (district_code = (select current_district()));

reset role;
