-- What is drawn from stands as it was committed, with its weights and where they come from: public, so that anybody can draw again. Only where all of them are
-- drawn, as by a draw that is made again for those whom nobody could visit, they are sure to be visited: then it is read as what came out is (draw_visits).
set role wuye_owner;

revoke all on draw_targets from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on draw_targets to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists draw_targets_district on draw_targets;
create policy draw_targets_district on draw_targets for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists draw_targets_street on draw_targets;
create policy draw_targets_street on draw_targets for select to wuye_street
    using (district_code = (select current_district())
        and (street_code = (select current_street()) or exists (select from draws d where d.district_code = draw_targets.district_code and d.id = draw_targets.draw_id and d.street_code = (select current_street()) offset 0)
            or exists (select from draws d where d.district_code = draw_targets.district_code and d.id = draw_targets.draw_id and (d.target_count < d.targets or d.state in ('published', 'cancelled')) offset 0)));
drop policy if exists draw_targets_told on draw_targets;
create policy draw_targets_told on draw_targets for select to wuye_community, wuye_company, wuye_hotline, wuye_platform
    using (district_code = (select current_district())
        and exists (select from draws d where d.district_code = draw_targets.district_code and d.id = draw_targets.draw_id and (d.target_count < d.targets or d.state in ('published', 'cancelled')) offset 0));
drop policy if exists draw_targets_public on draw_targets;
create policy draw_targets_public on draw_targets for select to wuye_public
    using (exists (select from draws d where d.district_code = draw_targets.district_code and d.id = draw_targets.draw_id and (d.target_count < d.targets or d.state in ('published', 'cancelled')) offset 0));

reset role;
