-- Which state of an attachment follows on which, and by whom.
set role wuye_owner;

revoke all on attachment_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on attachment_transitions to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;

drop policy if exists attachment_transitions_all on attachment_transitions;
create policy attachment_transitions_all on attachment_transitions for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline
    using (true);

reset role;
