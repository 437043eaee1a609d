-- The district sees every listing, a street and a community those of their area, a firm those that it was listed under or that it has to meet today, once they are listed; everybody
-- what is published, without its grounds. Nobody writes here: the functions of listings.sql do.
set role wuye_owner;

revoke all on supervision_listings from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on supervision_listings to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, estate_id, street_code, community_code, firm_id, public_reason, demands, quarter, ranking_id, sponsor_unit, due_on, state, round, proposed_at, decided_at, listed_on, requested_at,
    acceptance_office, finding, accepted_on, published_at, version, updated_at) on supervision_listings to wuye_company;
grant select (district_code, id, estate_id, street_code, community_code, public_reason, sponsor_unit, due_on, state, round, proposed_at, decided_at, listed_on, requested_at, acceptance_office, accepted_on,
    published_at, version, updated_at) on supervision_listings to wuye_hotline, wuye_platform, wuye_public;

drop policy if exists supervision_listings_district on supervision_listings;
create policy supervision_listings_district on supervision_listings for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists supervision_listings_street on supervision_listings;
create policy supervision_listings_street on supervision_listings for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists supervision_listings_community on supervision_listings;
create policy supervision_listings_community on supervision_listings for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));
drop policy if exists supervision_listings_company on supervision_listings;
create policy supervision_listings_company on supervision_listings for select to wuye_company
    using (district_code = (select current_district()) and listed_on is not null
           and (firm_id = (select current_firm()) or accepted_on is null and estate_id = any ((select estates_of_firm_today())::uuid[])));
drop policy if exists supervision_listings_platform on supervision_listings;
create policy supervision_listings_platform on supervision_listings for select to wuye_platform
    using (district_code = (select current_district()) and listed_on is not null);
drop policy if exists supervision_listings_hotline on supervision_listings;
create policy supervision_listings_hotline on supervision_listings for select to wuye_hotline
    using (district_code = (select current_district()) and published_at is not null);
drop policy if exists supervision_listings_public on supervision_listings;
create policy supervision_listings_public on supervision_listings for select to wuye_public
    using (published_at is not null);

reset role;
