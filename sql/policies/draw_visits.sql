-- Visits come unannounced: before the draw is published (or called off) the district alone reads who is drawn, and a street what its own draw says and what lies in its area.
set role wuye_owner;

revoke all on draw_visits from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on draw_visits to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists draw_visits_district on draw_visits;
create policy draw_visits_district on draw_visits for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists draw_visits_street on draw_visits;
create policy draw_visits_street on draw_visits for select to wuye_street
    using (district_code = (select current_district())
        and (exists (select from draws d where d.district_code = draw_visits.district_code and d.id = draw_visits.draw_id and d.state in ('published', 'cancelled'))
            or draw_visits.street_code = (select current_street()) or exists (select from draws d where d.district_code = draw_visits.district_code and d.id = draw_visits.draw_id and d.street_code = (select current_street()))));
drop policy if exists draw_visits_told on draw_visits;
create policy draw_visits_told on draw_visits for select to wuye_community, wuye_company, wuye_hotline, wuye_platform
    using (district_code = (select current_district()) and exists (select from draws d where d.district_code = draw_visits.district_code and d.id = draw_visits.draw_id and d.state in ('published', 'cancelled')));
drop policy if exists draw_visits_public on draw_visits;
create policy draw_visits_public on draw_visits for select to wuye_public
    using (exists (select from draws d where d.district_code = draw_visits.district_code and d.id = draw_visits.draw_id and d.state in ('published', 'cancelled')));

reset role;
