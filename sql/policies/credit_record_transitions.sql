-- Rules that whoever acts is held to.
set role wuye_owner;

revoke all on credit_record_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on credit_record_transitions to wuye_member;

drop policy if exists credit_record_transitions_all on credit_record_transitions;
create policy credit_record_transitions_all on credit_record_transitions for select to wuye_member
    using (true);

reset role;
