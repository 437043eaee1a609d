-- Authorities see what is granted or ended, and proposals of their area and of firms; firms and everybody what is granted or ended. Nobody writes here: the functions of star_ratings.sql do.
set role wuye_owner;

revoke all on star_ratings from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on star_ratings to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists star_ratings_district on star_ratings;
create policy star_ratings_district on star_ratings for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists star_ratings_street on star_ratings;
create policy star_ratings_street on star_ratings for select to wuye_street
    using (district_code = (select current_district())
        and (state in ('granted', 'ended') or coalesce(street_code = (select current_street()), true)));
drop policy if exists star_ratings_community on star_ratings;
create policy star_ratings_community on star_ratings for select to wuye_community
    using (district_code = (select current_district())
        and (state in ('granted', 'ended') or coalesce(community_code = (select current_community()), true)));
drop policy if exists star_ratings_others on star_ratings;
create policy star_ratings_others on star_ratings for select to wuye_company, wuye_hotline, wuye_platform
    using (district_code = (select current_district()) and state in ('granted', 'ended'));
drop policy if exists star_ratings_public on star_ratings;
create policy star_ratings_public on star_ratings for select to wuye_public
    using (state in ('granted', 'ended'));

reset role;
