-- The district and the city platform read what was frozen; whoever freezes reads what was counted just now.
set role wuye_owner;

revoke all on exchange_figures from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on exchange_figures to wuye_district, wuye_platform, wuye_worker;

drop policy if exists exchange_figures_read on exchange_figures;
create policy exchange_figures_read on exchange_figures for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists exchange_figures_worker on exchange_figures;
create policy exchange_figures_worker on exchange_figures for select to wuye_worker
    using (true);

reset role;
