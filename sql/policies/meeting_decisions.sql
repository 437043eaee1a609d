-- Read by whoever reads the meeting. Nobody writes here: the functions of meetings.sql do.
set role wuye_owner;

revoke all on meeting_decisions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on meeting_decisions to wuye_district, wuye_street, wuye_community;

drop policy if exists meeting_decisions_read on meeting_decisions;
create policy meeting_decisions_read on meeting_decisions for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
        and exists (select from meetings m where m.district_code = meeting_decisions.district_code and m.id = meeting_decisions.meeting_id));

reset role;
