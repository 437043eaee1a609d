-- The same for everyone.
set role wuye_owner;

revoke all on contract_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on contract_transitions to wuye_member, wuye_worker;

drop policy if exists contract_transitions_read on contract_transitions;
create policy contract_transitions_read on contract_transitions for select to wuye_member, wuye_worker
    using (true);

reset role;
