-- Whoever sees the call; nobody writes another's.
set role wuye_owner;

revoke all on whistle_events from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on whistle_events to wuye_district, wuye_street, wuye_community;
grant insert on whistle_events to wuye_district, wuye_street, wuye_community;

drop policy if exists whistle_events_seen on whistle_events;
create policy whistle_events_seen on whistle_events for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
           and exists (select from whistle_calls o where o.district_code = whistle_events.district_code and o.id = whistle_events.call_id));
drop policy if exists whistle_events_own on whistle_events;
create policy whistle_events_own on whistle_events for insert to wuye_district, wuye_street, wuye_community
    with check (district_code = (select current_district())
           and exists (select from whistle_calls o where o.district_code = whistle_events.district_code and o.id = whistle_events.call_id)
           and actor_id = (select current_user_id()));

reset role;
