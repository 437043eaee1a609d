-- The district and the city platform read every fund, a street those that are approved, for it may propose. Written by the functions alone.
set role wuye_owner;

revoke all on funds from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on funds to wuye_district, wuye_street, wuye_platform;

drop policy if exists funds_all on funds;
create policy funds_all on funds for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));

drop policy if exists funds_street on funds;
create policy funds_street on funds for select to wuye_street
    using (district_code = (select current_district()) and state <> 'draft');

reset role;
