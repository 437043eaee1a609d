-- Which lists a defect may be of is no secret.
set role wuye_owner;

revoke all on issue_defect_lists from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on issue_defect_lists to wuye_member;

drop policy if exists issue_defect_lists_read on issue_defect_lists;
create policy issue_defect_lists_read on issue_defect_lists for select to wuye_member
    using (true);

reset role;
