-- A hotline meets its own, the district all; street and community those of the complaints they see; a firm too, without who sent it and under what number.
set role wuye_owner;

revoke all on hotline_messages from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on hotline_messages to wuye_district, wuye_street, wuye_community, wuye_hotline;
grant select (district_code, id, kind, complaint_id, outcome, reached, result, satisfaction, content, reason, from_state, to_state, settled_at, created_at)
    on hotline_messages to wuye_company;
grant insert on hotline_messages to wuye_hotline;
grant update (tries, last_try_at, outcome, why, complaint_id, from_state, to_state, settled_at, first_outcome, first_why, first_complaint_id, first_state)
    on hotline_messages to wuye_hotline;

drop policy if exists hotline_messages_district on hotline_messages;
create policy hotline_messages_district on hotline_messages for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists hotline_messages_hotline on hotline_messages;
create policy hotline_messages_hotline on hotline_messages for all to wuye_hotline
    using (district_code = (select current_district()) and client_id = (select current_user_id()))
    with check (district_code = (select current_district()) and client_id = (select current_user_id()));
drop policy if exists hotline_messages_seen on hotline_messages;
create policy hotline_messages_seen on hotline_messages for select to wuye_street, wuye_community, wuye_company
    using (district_code = (select current_district())
           and exists (select from complaints c where c.district_code = hotline_messages.district_code and c.id = hotline_messages.complaint_id));

reset role;
