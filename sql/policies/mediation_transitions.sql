-- Rules that whoever acts is held to.
set role wuye_owner;

revoke all on mediation_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on mediation_transitions to wuye_district, wuye_street, wuye_community;

drop policy if exists mediation_transitions_all on mediation_transitions;
create policy mediation_transitions_all on mediation_transitions for select to wuye_district, wuye_street, wuye_community
    using (true);

reset role;
