-- Who of a pool may not visit what of it, without the reason: public as the targets are (draw_targets), for the teams follow from it.
set role wuye_owner;

revoke all on draw_conflicts from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on draw_conflicts to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists draw_conflicts_district on draw_conflicts;
create policy draw_conflicts_district on draw_conflicts for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists draw_conflicts_street on draw_conflicts;
create policy draw_conflicts_street on draw_conflicts for select to wuye_street
    using (district_code = (select current_district())
        and (exists (select from draws d where d.district_code = draw_conflicts.district_code and d.id = draw_conflicts.draw_id and d.street_code = (select current_street()) offset 0)
            or exists (select from draws d where d.district_code = draw_conflicts.district_code and d.id = draw_conflicts.draw_id and (d.target_count < d.targets or d.state in ('published', 'cancelled')) offset 0)));
drop policy if exists draw_conflicts_told on draw_conflicts;
create policy draw_conflicts_told on draw_conflicts for select to wuye_community, wuye_company, wuye_hotline, wuye_platform
    using (district_code = (select current_district())
        and exists (select from draws d where d.district_code = draw_conflicts.district_code and d.id = draw_conflicts.draw_id and (d.target_count < d.targets or d.state in ('published', 'cancelled')) offset 0));
drop policy if exists draw_conflicts_public on draw_conflicts;
create policy draw_conflicts_public on draw_conflicts for select to wuye_public
    using (exists (select from draws d where d.district_code = draw_conflicts.district_code and d.id = draw_conflicts.draw_id and (d.target_count < d.targets or d.state in ('published', 'cancelled')) offset 0));

reset role;
