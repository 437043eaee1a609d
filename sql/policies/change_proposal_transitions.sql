-- What a proposal may become, and by whom: known to those who move it.
set role wuye_owner;

revoke all on change_proposal_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on change_proposal_transitions to wuye_district, wuye_street, wuye_community, wuye_company;

drop policy if exists change_proposal_transitions_read on change_proposal_transitions;
create policy change_proposal_transitions_read on change_proposal_transitions for select to wuye_district, wuye_street, wuye_community, wuye_company using (true);

reset role;
