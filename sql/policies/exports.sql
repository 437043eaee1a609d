-- Each reads what was run for the same user in the same role and scope, and nobody else's: who has moved to another street does not take the files of the last one along. Nobody writes here: the
-- functions of exports.sql do, and the worker, which runs them.
set role wuye_owner;

revoke all on exports from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on exports to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant select, update, delete on exports to wuye_worker;

drop policy if exists exports_own on exports;
create policy exports_own on exports for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform
    using (district_code = (select current_district()) and user_id = (select current_user_id()) and role = (select substr(session_user, 6))
           and street_code is not distinct from (select current_street()) and community_code is not distinct from (select current_community())
           and firm_id is not distinct from (select current_firm()));
drop policy if exists exports_worker on exports;
create policy exports_worker on exports for all to wuye_worker using (true) with check (true);

reset role;
