-- A street reads what is of the whole district and what is of itself; firms and estates are other streets' too, and are told to it by the rankings; how
-- departments and the district's own office report is not its to read (/v1/reporting-rates). Nobody writes here: exchange_count_figures() does.
set role wuye_owner;

revoke all on exchange_figures from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on exchange_figures to wuye_district, wuye_street, wuye_platform, wuye_worker;

drop policy if exists exchange_figures_read on exchange_figures;
create policy exchange_figures_read on exchange_figures for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists exchange_figures_street on exchange_figures;
create policy exchange_figures_street on exchange_figures for select to wuye_street
    using (district_code = (select current_district()) and (dimension not in ('street', 'firm', 'estate', 'department', 'district') or dimension = 'street' and key = (select current_street()) or figure like 'ranking\_%'));
drop policy if exists exchange_figures_worker on exchange_figures;
create policy exchange_figures_worker on exchange_figures for select to wuye_worker
    using (true);

reset role;
