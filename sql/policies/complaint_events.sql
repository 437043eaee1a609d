-- Whoever sees the complaint sees its steps; internal notes and the hotline's rounds are not for the firm.
set role wuye_owner;

revoke all on complaint_events from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on complaint_events to wuye_district, wuye_street, wuye_community, wuye_hotline;
grant select (district_code, complaint_id, at, id, action, from_state, to_state, actor_role, note_public) on complaint_events to wuye_company;
-- What is pushed to a hotline: no internal note, and not who acted.
grant select (district_code, complaint_id, at, id, action, to_state, ticket_id, note_public, log_position) on complaint_events to wuye_worker;
grant insert on complaint_events to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;

-- offset 0: asked of each event that is read, by the complaint's key; PostgreSQL would rather read all the caller's complaints once and hash them.
drop policy if exists complaint_events_seen on complaint_events;
create policy complaint_events_seen on complaint_events for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline
    using (district_code = (select current_district()) and exists (select from complaints c where c.district_code = complaint_events.district_code and c.id = complaint_events.complaint_id offset 0));
drop policy if exists complaint_events_worker on complaint_events;
create policy complaint_events_worker on complaint_events for select to wuye_worker using (true);
drop policy if exists complaint_events_hotline on complaint_events;
create policy complaint_events_hotline on complaint_events for insert to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline
    with check (district_code = (select current_district()) and actor_id = (select current_user_id()));

reset role;
