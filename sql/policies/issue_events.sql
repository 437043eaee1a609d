-- Who sees the issue sees what was done about it; a firm what was done since it was given the issue, masked, and never by whom or by whom it was found.
set role wuye_owner;

revoke all on issue_events from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on issue_events to wuye_district, wuye_street, wuye_community;
grant select (district_code, issue_id, seq, action, from_state, to_state, by_role, note_masked, at) on issue_events to wuye_company, wuye_platform;

drop policy if exists issue_events_district on issue_events;
create policy issue_events_district on issue_events for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists issue_events_area on issue_events;
create policy issue_events_area on issue_events for select to wuye_street, wuye_community, wuye_platform
    using (district_code = (select current_district())
        and exists (select from issues i where i.district_code = issue_events.district_code and i.id = issue_events.issue_id));
drop policy if exists issue_events_company on issue_events;
create policy issue_events_company on issue_events for select to wuye_company
    using (district_code = (select current_district()) and from_state <> 'found' and to_state <> 'found' and action not in ('roll_up', 'publish')
        and exists (select from issues i where i.district_code = issue_events.district_code and i.id = issue_events.issue_id));

reset role;
