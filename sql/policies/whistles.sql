-- Whoever sees the complaint sees the whistles blown for it, save a firm: it learns of none.
set role wuye_owner;

revoke all on whistles from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on whistles to wuye_district, wuye_street, wuye_community;
grant insert on whistles to wuye_street, wuye_community;

drop policy if exists whistles_seen on whistles;
-- offset 0: by the complaint's key, as in complaint_events.
create policy whistles_seen on whistles for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
           and exists (select from complaints o where o.district_code = whistles.district_code and o.id = whistles.complaint_id offset 0));
drop policy if exists whistles_blown on whistles;
create policy whistles_blown on whistles for insert to wuye_street, wuye_community
    with check (district_code = (select current_district())
           and exists (select from complaints o where o.district_code = whistles.district_code and o.id = whistles.complaint_id)
           and asked_by = (select current_user_id()));

reset role;
