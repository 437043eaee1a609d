-- Which moves there are; the owner's functions go by them.
set role wuye_owner;

revoke all on due_report_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on due_report_transitions to wuye_district;

drop policy if exists due_report_transitions_read on due_report_transitions;
create policy due_report_transitions_read on due_report_transitions for select to wuye_district
    using (true);

reset role;
