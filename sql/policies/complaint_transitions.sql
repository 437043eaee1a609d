-- Rules that whoever acts on a complaint is held to.
set role wuye_owner;

revoke all on complaint_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on complaint_transitions to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;

drop policy if exists complaint_transitions_all on complaint_transitions;
create policy complaint_transitions_all on complaint_transitions for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline
    using (true);

reset role;
