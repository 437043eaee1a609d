-- Who is drawn from, by number and kind of unit, as it was committed: public; names are not here.
set role wuye_owner;

revoke all on draw_inspectors from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on draw_inspectors to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists draw_inspectors_read on draw_inspectors;
create policy draw_inspectors_read on draw_inspectors for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists draw_inspectors_public on draw_inspectors;
create policy draw_inspectors_public on draw_inspectors for select to wuye_public
    using (true);

reset role;
