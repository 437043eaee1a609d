-- Whoever sees the record sees its steps; a firm those that it was told of, and of what it proposed itself all, but not who took them.
set role wuye_owner;

revoke all on credit_record_events from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on credit_record_events to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, record_id, at, action, from_state, to_state, actor_role, note, details) on credit_record_events to wuye_company;
grant insert on credit_record_events to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;

drop policy if exists credit_record_events_seen on credit_record_events;
create policy credit_record_events_seen on credit_record_events for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district()) and exists (select from credit_records r where r.district_code = credit_record_events.district_code and r.id = credit_record_events.record_id offset 0));
drop policy if exists credit_record_events_company on credit_record_events;
create policy credit_record_events_company on credit_record_events for select to wuye_company
    using (district_code = (select current_district()) and exists (select from credit_records r where r.district_code = credit_record_events.district_code and r.id = credit_record_events.record_id
        and (r.proposed_role = 'company' or credit_record_events.action not in ('create', 'propose', 'dismiss', 'confirm')) offset 0));
drop policy if exists credit_record_events_made on credit_record_events;
create policy credit_record_events_made on credit_record_events for insert to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline
    with check (district_code = (select current_district()) and actor_id = (select current_user_id()));

reset role;
