-- Whoever handed one in meets his own; the district sees all.
set role wuye_owner;

revoke all on tickets from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on tickets to wuye_district, wuye_hotline, wuye_street, wuye_community;
grant insert, update (tries, last_try_at) on tickets to wuye_hotline, wuye_district, wuye_street, wuye_community;
grant select (district_code, id, source, ticket_no, round, complaint_id, created_at) on tickets to wuye_worker; -- for what is pushed

drop policy if exists tickets_district on tickets;
create policy tickets_district on tickets for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists tickets_hotline on tickets;
create policy tickets_hotline on tickets for all to wuye_hotline, wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district()) and client_id = (select current_user_id()))
    with check (district_code = (select current_district()) and client_id = (select current_user_id()));
drop policy if exists tickets_worker on tickets;
create policy tickets_worker on tickets for select to wuye_worker using (true);

reset role;
