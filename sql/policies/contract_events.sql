-- Whoever sees the contract sees its moves; nobody writes another's.
set role wuye_owner;

revoke all on contract_events from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on contract_events to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert on contract_events to wuye_district, wuye_street, wuye_company;

drop policy if exists contract_events_seen on contract_events;
create policy contract_events_seen on contract_events for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = (select current_district()) and exists (select from contracts c where c.district_code = contract_events.district_code and c.id = contract_events.contract_id));

drop policy if exists contract_events_own on contract_events;
create policy contract_events_own on contract_events for insert to wuye_district, wuye_street, wuye_company
    with check (district_code = (select current_district()) and actor_id is not distinct from (select current_user_id()));

reset role;
