-- Which moves there are; the owner's functions go by them.
set role wuye_owner;

revoke all on maintenance_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on maintenance_transitions to wuye_district;

drop policy if exists maintenance_transitions_read on maintenance_transitions;
create policy maintenance_transitions_read on maintenance_transitions for select to wuye_district
    using (true);

reset role;
