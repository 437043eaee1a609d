-- Which moves there are; the owner's functions go by them.
set role wuye_owner;

revoke all on issue_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on issue_transitions to wuye_district;

drop policy if exists issue_transitions_read on issue_transitions;
create policy issue_transitions_read on issue_transitions for select to wuye_district
    using (true);

reset role;
