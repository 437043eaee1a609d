-- What a firm's entry may become, and by whom: known to those who move it.
set role wuye_owner;

revoke all on firm_entry_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on firm_entry_transitions to wuye_district, wuye_street;

drop policy if exists firm_entry_transitions_read on firm_entry_transitions;
create policy firm_entry_transitions_read on firm_entry_transitions for select to wuye_district, wuye_street using (true);

reset role;
