-- Authorities that see the issue see what was done about it; others read by their own view (sql/views/issues.sql), masked, and never by whom it was found.
set role wuye_owner;

revoke all on issue_events from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on issue_events to wuye_district, wuye_street, wuye_community;

drop policy if exists issue_events_district on issue_events;
create policy issue_events_district on issue_events for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists issue_events_area on issue_events;
create policy issue_events_area on issue_events for select to wuye_street, wuye_community
    using (district_code = (select current_district())
        and exists (select from issues i where i.district_code = issue_events.district_code and i.id = issue_events.issue_id));

reset role;
