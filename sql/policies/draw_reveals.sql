-- With seed and public value anybody works out who is visited: before the draw is published (or called off) they are for the district, and for the street whose draw it is.
set role wuye_owner;

revoke all on draw_reveals from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on draw_reveals to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists draw_reveals_district on draw_reveals;
create policy draw_reveals_district on draw_reveals for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists draw_reveals_street on draw_reveals;
create policy draw_reveals_street on draw_reveals for select to wuye_street
    using (district_code = (select current_district())
        and (exists (select from draws d where d.district_code = draw_reveals.district_code and d.id = draw_reveals.draw_id and d.state in ('published', 'cancelled'))
            or exists (select from draws d where d.district_code = draw_reveals.district_code and d.id = draw_reveals.draw_id and d.street_code = (select current_street()))));
drop policy if exists draw_reveals_told on draw_reveals;
create policy draw_reveals_told on draw_reveals for select to wuye_community, wuye_company, wuye_hotline, wuye_platform
    using (district_code = (select current_district()) and exists (select from draws d where d.district_code = draw_reveals.district_code and d.id = draw_reveals.draw_id and d.state in ('published', 'cancelled')));
drop policy if exists draw_reveals_public on draw_reveals;
create policy draw_reveals_public on draw_reveals for select to wuye_public
    using (exists (select from draws d where d.district_code = draw_reveals.district_code and d.id = draw_reveals.draw_id and d.state in ('published', 'cancelled')));

reset role;
