-- Who is called to visit: before the draw is published (or called off) for the district, and for the street whose draw it is.
set role wuye_owner;

revoke all on draw_called from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on draw_called to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists draw_called_district on draw_called;
create policy draw_called_district on draw_called for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists draw_called_street on draw_called;
create policy draw_called_street on draw_called for select to wuye_street
    using (district_code = (select current_district())
        and (exists (select from draws d where d.district_code = draw_called.district_code and d.id = draw_called.draw_id and d.state in ('published', 'cancelled'))
            or exists (select from draws d where d.district_code = draw_called.district_code and d.id = draw_called.draw_id and d.street_code = (select current_street()))));
drop policy if exists draw_called_told on draw_called;
create policy draw_called_told on draw_called for select to wuye_community, wuye_company, wuye_hotline, wuye_platform
    using (district_code = (select current_district()) and exists (select from draws d where d.district_code = draw_called.district_code and d.id = draw_called.draw_id and d.state in ('published', 'cancelled')));
drop policy if exists draw_called_public on draw_called;
create policy draw_called_public on draw_called for select to wuye_public
    using (exists (select from draws d where d.district_code = draw_called.district_code and d.id = draw_called.draw_id and d.state in ('published', 'cancelled')));

reset role;
