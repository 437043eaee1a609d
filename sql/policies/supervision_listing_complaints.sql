-- Whoever may read a listing's grounds. Nobody writes here: the functions of listings.sql do.
set role wuye_owner;

revoke all on supervision_listing_complaints from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on supervision_listing_complaints to wuye_district, wuye_street, wuye_community;

drop policy if exists supervision_listing_complaints_read on supervision_listing_complaints;
create policy supervision_listing_complaints_read on supervision_listing_complaints for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
           and exists (select from supervision_listings l where l.district_code = supervision_listing_complaints.district_code and l.id = supervision_listing_complaints.listing_id));

reset role;
