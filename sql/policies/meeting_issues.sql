-- What a meeting was about: of the issues that the caller sees. Nobody writes here: the functions of meetings.sql do.
set role wuye_owner;

revoke all on meeting_issues from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on meeting_issues to wuye_district, wuye_street, wuye_community;

drop policy if exists meeting_issues_read on meeting_issues;
create policy meeting_issues_read on meeting_issues for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
        and exists (select from issues i where i.district_code = meeting_issues.district_code and i.id = meeting_issues.issue_id));

reset role;
