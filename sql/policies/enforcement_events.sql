-- Whoever sees the case; nobody writes another's.
set role wuye_owner;

revoke all on enforcement_events from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert on enforcement_events to wuye_district, wuye_street, wuye_community;

drop policy if exists enforcement_events_seen on enforcement_events;
create policy enforcement_events_seen on enforcement_events for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
           and exists (select from enforcement_cases o where o.district_code = enforcement_events.district_code and o.id = enforcement_events.case_id));
drop policy if exists enforcement_events_own on enforcement_events;
create policy enforcement_events_own on enforcement_events for insert to wuye_district, wuye_street, wuye_community
    with check (district_code = (select current_district())
           and exists (select from enforcement_cases o where o.district_code = enforcement_events.district_code and o.id = enforcement_events.case_id)
           and actor_id = (select current_user_id()));

reset role;
