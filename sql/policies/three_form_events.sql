-- Whoever sees the form; a firm does not read which official acted.
set role wuye_owner;

revoke all on three_form_events from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on three_form_events to wuye_district, wuye_street, wuye_community;
grant select (district_code, three_form_id, at, id, action, from_state, to_state, actor_role, note) on three_form_events to wuye_company;
grant insert on three_form_events to wuye_street, wuye_company;

drop policy if exists three_form_events_seen on three_form_events;
create policy three_form_events_seen on three_form_events for select to wuye_district, wuye_street, wuye_community, wuye_company
    using (district_code = (select current_district())
           and exists (select from three_forms o where o.district_code = three_form_events.district_code and o.id = three_form_events.three_form_id));
drop policy if exists three_form_events_own on three_form_events;
create policy three_form_events_own on three_form_events for insert to wuye_street, wuye_company
    with check (district_code = (select current_district())
           and exists (select from three_forms o where o.district_code = three_form_events.district_code and o.id = three_form_events.three_form_id)
           and actor_id = (select current_user_id()));

reset role;
