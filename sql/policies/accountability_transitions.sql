-- Rules that whoever acts is held to.
set role wuye_owner;

revoke all on accountability_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on accountability_transitions to wuye_district;

drop policy if exists accountability_transitions_all on accountability_transitions;
create policy accountability_transitions_all on accountability_transitions for select to wuye_district
    using (true);

reset role;
