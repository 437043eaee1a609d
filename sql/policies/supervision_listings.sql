-- The district sees every listing. Nobody writes here: functions do.
set role wuye_owner;

revoke all on supervision_listings from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on supervision_listings to wuye_district;

drop policy if exists supervision_listings_read on supervision_listings;
create policy supervision_listings_read on supervision_listings for select to wuye_district
    using (district_code = (select current_district()));

reset role;
